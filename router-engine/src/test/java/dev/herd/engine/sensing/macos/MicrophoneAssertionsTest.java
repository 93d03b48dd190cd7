package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.CaptureUse.Kind;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.testing.CapturedText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrophoneAssertionsTest {
    private static String captured(String name) {
        return CapturedText.of("macos/assertions-" + name).text();
    }

    private static Assertions.User user(long process, String name) {
        return new Assertions.User(OptionalLong.of(process), name);
    }

    @Test
    void namesWhoTakesSound() {
        assertThat(Assertions.soundTakers(captured("chrome-webrtc"))).contains(List.of(user(1379, "Google Chrome")));
        assertThat(Assertions.soundTakers(captured("zoom"))).contains(List.of(user(2211, "zoom.us")));
        assertThat(Assertions.soundTakers(captured("whatsapp")))
                .as("it plays and listens")
                .contains(List.of(user(3003, "")));
    }

    @Test
    void tellsListeningFromPlaying() {
        assertThat(Assertions.soundTakers(captured("music"))).contains(List.of());
        assertThat(Assertions.soundTakers(captured("idle"))).contains(List.of());
    }

    @Test
    void takesTheNameWhereResourcesAreMissing() {
        assertThat(Assertions.soundTakers(captured("no-resources"))).contains(List.of(user(1379, "")));
    }

    @Test
    void knowsThatSomebodyListensWhereItDoesNotSayWho() {
        assertThat(Assertions.soundTakers(captured("nobody-named")))
                .contains(List.of(new Assertions.User(OptionalLong.empty(), "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "music", "zoom", "chrome-webrtc", "whatsapp", "no-resources", "nobody-named"})
    void readsAnyText(String name) {
        CapturedText.of("macos/assertions-" + name).holdsFor(Assertions::soundTakers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoom", "chrome-webrtc", "whatsapp"})
    void neverTakesACutTextForSilence(String name) {
        String text = captured(name);
        int kernel = text.indexOf("Kernel Assertions");
        for (int end = 0; end < kernel; end++) {
            assertThat(Assertions.soundTakers(text.substring(0, end)).filter(List::isEmpty))
                    .as("first " + end)
                    .isEmpty();
        }
    }

    @Test
    void leavesOutThoseThatAreGone() {
        String text = captured("chrome-webrtc");
        int first = text.indexOf("   pid 426");
        String block = text.substring(first, text.indexOf("   pid 1379"));
        var leak = new StringBuilder(text.substring(0, first));
        for (int i = 0; i < 5000; i++) {
            leak.append(block.replace("PID: 1379", "PID: " + (40_000 + i)));
        }
        leak.append(text.substring(first));
        ProcessHandle alive = ProcessHandle.current();
        var assertions = new MicrophoneAssertions(
                new ProgramNames(Programs.shipped()),
                process -> process == 1379 ? Optional.of(alive) : Optional.empty());

        assertThat(assertions.parse(leak.toString()).map(Microphone::uses).map(List::size))
                .contains(1);
        assertThat(assertions.parse(captured("whatsapp"))).contains(Microphone.IDLE);
    }

    @Test
    void namesAProgramByItsBundle() {
        var names = new ProgramNames(Programs.shipped());

        assertThat(names.use("", "/Applications/Slack.app/Contents/MacOS/Slack"))
                .isEqualTo(new CaptureUse("Slack", Kind.CALL));
        assertThat(names.use("com.apple.corespeechd", ""))
                .isEqualTo(new CaptureUse("com.apple.corespeechd", Kind.VOICE));
        assertThat(names.use("", "")).isEqualTo(new CaptureUse("", Kind.UNKNOWN));
    }
}
