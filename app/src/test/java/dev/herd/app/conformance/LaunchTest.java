package dev.herd.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.AppProcess;
import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `herd app` in processes of its own, on a toolkit that draws into memory.
class LaunchTest {
    private static final List<String> IN_MEMORY =
            List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Djava.awt.headless=true");

    @TempDir
    Path directory;

    private AppProcess start(List<String> properties, String... arguments) throws IOException {
        return AppProcess.start(directory, "", properties, arguments);
    }

    private String home() {
        return directory.resolve("home").toString();
    }

    @Test
    void withoutADisplayItSaysSoInOneLineAndServes() throws Exception {
        try (AppProcess herd = start(List.of(), "app", "--home", home(), "--port", "0", "--no-local")) {
            assertThat(herd.address()).startsWith("http://127.0.0.1:");
            assertThat(herd.errors().lines())
                    .first()
                    .isEqualTo("herd: no display here, so that Herd serves without its window");

            assertThat(herd.terminate().exit()).isZero();
        }
    }

    @Test
    void aSecondStartShowsTheFirstsWindowAndEnds() throws Exception {
        String[] app = {"app", "--home", home(), "--port", "0", "--no-local"};
        try (AppProcess first = start(IN_MEMORY, app)) {
            first.address();
            try (AppProcess second = start(IN_MEMORY, app)) {
                assertThat(second.exit()).isZero();
                assertThat(first.runs()).isTrue();
            }
            assertThat(first.terminate().exit()).isZero();
        }
        assertThat(Path.of(home(), "run", "window.json")).doesNotExist();
        assertThat(Path.of(home(), "window.json")).exists();
    }

    @Test
    void itTakesEveryFlagOfServeAndRefusesOthers() throws Exception {
        try (AppProcess help = start(IN_MEMORY, "app", "--help");
                AppProcess wrong = start(IN_MEMORY, "app", "--home", home(), "--upstream", "nonsense://x")) {
            assertThat(help.exit()).isZero();
            assertThat(wrong.exit()).isEqualTo(2);
            assertThat(wrong.errors()).contains("not an http or https address");
        }
    }

    @Test
    void theTrainingOfTheCacheShowsEachPageOfTheDemoFleetAndEndsByItself() throws Exception {
        try (AppProcess herd = start(IN_MEMORY, "app", "--home", home(), "--port", "0", "--demo", "--train")) {
            assertThat(herd.exit()).isZero();
            assertThat(herd.errors()).contains("is up").doesNotContain("ERROR");
        }
        assertThat(Path.of(home(), "window.json")).content().contains("trends");
    }

    @Test
    void aPortThatIsTakenIsShownInTheWindowAndEndsNothing() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AppProcess herd =
                        start(IN_MEMORY, "app", "--home", home(), "--no-local", "--port", "" + taken.getLocalPort())) {
            Await.until("the reason is logged", () -> herd.errors().contains("is taken by"));

            assertThat(herd.runs()).isTrue();
            assertThat(herd.terminate().exit()).isZero();
            assertThat(Files.exists(Path.of(home(), "run", "engine.json"))).isFalse();
        }
    }
}
