package dev.herd.engine.sensing.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.CaptureUse.Kind;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

class ConsentStoreTest {
    private static final String ZOOM = "C:\\Program Files\\Zoom\\bin\\Zoom.exe";
    private static final Consent ZOOM_LISTENS = new Consent(ZOOM, 0x1db0c1f1e2a3b4cL, 0);
    private static final Consent TEAMS_DID =
            new Consent("MSTeams_8wekyb3d8bbwe", 0x1db0c1f1e2a3b00L, 0x1db0c1f1e2a3b4dL);
    private static final Instant BEGUN = ZOOM_LISTENS.startedAt();

    private static List<CaptureUse> uses(Consent consent, Instant machineStarted, String... running) {
        return new CaptureUses(Programs.shipped(), () -> Set.of(running)).of(List.of(consent), machineStarted);
    }

    @Test
    void readsTheRegistrysTime() {
        assertThat(new Consent("x", 133_783_488_000_000_000L, 0).startedAt()).isEqualTo("2024-12-11T00:00:00Z");
    }

    @Test
    void countsAProgramThatRuns() {
        Instant started = BEGUN.minus(Duration.ofHours(3));

        assertThat(uses(ZOOM_LISTENS, started, "c:\\program files\\zoom\\bin\\ZOOM.EXE"))
                .containsExactly(new CaptureUse("Zoom", Kind.CALL));
        assertThat(uses(ZOOM_LISTENS, started, "C:\\Windows\\explorer.exe"))
                .as("it crashed")
                .isEmpty();
        assertThat(uses(ZOOM_LISTENS, BEGUN.plusSeconds(60), ZOOM))
                .as("the machine lost its power meanwhile")
                .isEmpty();
        assertThat(uses(TEAMS_DID, started, ZOOM)).isEmpty();
        assertThat(uses(new Consent(ZOOM, 0, 0), started, ZOOM))
                .as("it was allowed and never began")
                .isEmpty();
    }

    @Test
    void knowsTheFilesOfAPackage() {
        Consent teams = new Consent("MSTeams_8wekyb3d8bbwe", TEAMS_DID.start(), 0);
        Instant started = BEGUN.minus(Duration.ofHours(3));

        assertThat(
                        uses(
                                teams,
                                started,
                                "C:\\Program Files\\WindowsApps\\MSTeams_24004.1309.2689.2246_x64__8wekyb3d8bbwe\\ms-teams.exe"))
                .containsExactly(new CaptureUse("MSTeams", Kind.CALL));
        assertThat(uses(teams, started, "C:\\Program Files\\WindowsApps\\MSTeamsOther_1.0_x64__8wekyb3d8bbwe\\x.exe"))
                .isEmpty();
    }

    @Test
    void readsWhatRegPrints() {
        assertThat(ConsentStore.parse(CapturedText.of("windows/consent-zoom").text()))
                .contains(List.of(TEAMS_DID, ZOOM_LISTENS));
        assertThat(ConsentStore.parse(CapturedText.of("windows/consent-none").text()))
                .as("the device's own key tells nothing of programs")
                .isEmpty();
        CapturedText.of("windows/consent-zoom").holdsFor(ConsentStore::parse);
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class InTheRegistry {
        private static final String STORE =
                "\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\microphone";

        private NativeMock answers;
        private ConsentStore store;

        @BeforeAll
        void build(@TempDir Path folder) throws IOException, InterruptedException {
            answers = NativeMock.of("windows", folder);
            NativeLibrary library = NativeLibrary.named(answers.file().toString());
            store = new ConsentStore(new Opened<>(() -> new RegistryKey.Functions(library)), "microphone");
        }

        @BeforeEach
        void reset() throws IOException {
            answers.reset();
        }

        @AfterEach
        void closesEveryKey() throws IOException {
            assertThat(answers.get("reg.live")).isZero();
        }

        @Test
        void readsProgramsOfThePersonAndOfTheMachine() throws IOException {
            String user = "reg.HKCU" + STORE;
            String file = user + "\\NonPackaged\\C:#Program Files#Zoom#bin#Zoom.exe";
            String service = "reg.HKLM" + STORE;
            answers.set(user, "MSTeams_8wekyb3d8bbwe|NonPackaged|")
                    .set(user + "\\MSTeams_8wekyb3d8bbwe", "")
                    .set(user + "\\MSTeams_8wekyb3d8bbwe.LastUsedTimeStart", TEAMS_DID.start())
                    .set(user + "\\MSTeams_8wekyb3d8bbwe.LastUsedTimeStop", TEAMS_DID.stop())
                    .set(user + "\\NonPackaged", "C:#Program Files#Zoom#bin#Zoom.exe|")
                    .set(file, "")
                    .set(file + ".LastUsedTimeStart", ZOOM_LISTENS.start())
                    .set(file + ".LastUsedTimeStop", 0)
                    .set(service, "Allowed_x|")
                    .set(service + "\\Allowed_x", "");

            assertThat(store.read())
                    .contains(List.of(TEAMS_DID, ZOOM_LISTENS, new Consent("Allowed_x", 0, Long.MAX_VALUE)));
        }

        @Test
        void tellsNothingWhereThereIsNoStore() throws IOException {
            assertThat(store.read()).isEmpty();
        }

        @Test
        void saysThatItMayNotRead() throws IOException {
            answers.set("reg.HKCU" + STORE + ".status", 5);

            assertThatThrownBy(store::read).hasMessageStartingWith("the registry answers 5 for SOFTWARE");
        }
    }
}
