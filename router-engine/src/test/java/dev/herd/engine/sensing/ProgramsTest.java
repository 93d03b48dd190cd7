package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Front;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {
    private static final Programs PROGRAMS = Programs.shipped();

    @ParameterizedTest
    @CsvSource({
        "us.zoom.xos, CALL",
        "ZOOM, CALL",
        "zoom.real, CALL",
        "C:\\Program Files\\Zoom\\bin\\Zoom.exe, CALL",
        "MSTeams_8wekyb3d8bbwe, CALL",
        "com.microsoft.teams2.helper, CALL",
        "com.cisco.webexmeetingsapp, CALL",
        "com.hnc.DiscordPTB, CALL",
        "Cisco-Systems.Spark, CALL",
        "/usr/lib/chromium/chromium, CALL",
        "com.google.Chrome.helper, CALL",
        "Google Chrome Helper (Renderer), CALL",
        "com.apple.WebKit.GPU, CALL",
        "firefox-esr, CALL",
        "telegram-deskto, CALL",
        "teams-for-linux, CALL",
        "com.apple.corespeechd, VOICE",
        "com.apple.SpeechRecognitionCore.speechrecognitiond, VOICE",
        "ai.krisp.krispMac, PROCESSING",
        "com.rogueamoeba.Loopback, PROCESSING",
        "pavucontrol, PROCESSING",
        "com.apple.VoiceMemos, RECORDING",
        "obs64.exe, RECORDING",
        "simplescreenrec, RECORDING",
        "com.apple.garageband10, RECORDING",
        "obsidian, UNKNOWN",
        "zoomerang, UNKNOWN",
        "com.example.recorder, UNKNOWN",
        "'', UNKNOWN",
    })
    void knowsWhatAProgramDoesWithTheMicrophone(String name, CaptureUse.Kind kind) {
        assertThat(PROGRAMS.capture(List.of(name))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "com.apple.dt.Xcode, BUILD",
        "com.jetbrains.intellij.ce, BUILD",
        "jetbrains-idea, BUILD",
        "idea64.exe, BUILD",
        "com.microsoft.VSCodeInsiders, BUILD",
        "code, BUILD",
        "codec-server, UNKNOWN",
        "com.adobe.Photoshop, CREATIVE",
        "com.adobe.Reader, OFFICE",
        "com.apple.FinalCutTrial, CREATIVE",
        "org.blenderfoundation.blender, CREATIVE",
        "steam_app_730, GAME",
        "com.riotgames.leagueoflegends, GAME",
        "dolphin, OFFICE",
        "dolphin-emu, GAME",
        "/home/ada/.steam/steam/steamapps/common/Some Game/game.x86_64, GAME",
        "D:\\SteamLibrary\\steamapps\\common\\Some Game\\Game.exe, GAME",
        "C:\\Program Files\\Epic Games\\Launcher\\Portal\\Binaries\\Win64\\EpicGamesLauncher.exe, UNKNOWN",
        "/home/ada/.steam/steam/steamapps/common/Blender/blender, CREATIVE",
        "org.videolan.vlc, MEDIA",
        "us.zoom.xos, CALL",
        "com.apple.Safari, OFFICE",
        "WINWORD.EXE, OFFICE",
        "corespeechd, UNKNOWN",
    })
    void knowsWhatAProgramIsInFront(String name, Front.Kind kind) {
        assertThat(PROGRAMS.front(List.of(name))).isEqualTo(kind);
    }

    @Test
    void theFirstNameThatIsKnownCounts() {
        assertThat(PROGRAMS.capture(List.of("", "python3", "nerd-dictation", "zoom")))
                .isEqualTo(CaptureUse.Kind.VOICE);
        assertThat(PROGRAMS.capture(List.of())).isEqualTo(CaptureUse.Kind.UNKNOWN);
    }

    @Test
    void theLongestLineCounts() {
        Programs programs = Programs.parse("call office org.some\n\n# but\nvoice - Org.Some.Ear\r\n- game /some/ear/");

        assertThat(programs.capture(List.of("org.some.earring"))).isEqualTo(CaptureUse.Kind.VOICE);
        assertThat(programs.capture(List.of("org.some.ea"))).isEqualTo(CaptureUse.Kind.CALL);
        assertThat(programs.front(List.of("/opt/Some/Ear/x"))).isEqualTo(Front.Kind.GAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"call zoom", "talk call zoom", "call call zoom\ncall - ZOOM"})
    void aTableWithAFaultIsRefused(String table) {
        assertThatThrownBy(() -> Programs.parse(table)).isInstanceOf(IllegalArgumentException.class);
    }
}
