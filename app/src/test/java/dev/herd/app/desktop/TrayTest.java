package dev.herd.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.AppProcess;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tray as the person uses it, with mouse and keys.
class TrayTest {
    @TempDir
    Path directory;

    private final Desktop desktop = Desktop.start();
    private final FakeUpstream server = FakeUpstream.ollama(FakeModel.named("qwen3:30b"));
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable AppProcess process;
    private String address = "";

    private AppProcess herd() {
        return Objects.requireNonNull(process);
    }

    @BeforeEach
    void start() throws IOException {
        process = AppProcess.start(
                directory,
                desktop.display(),
                List.of(),
                "app",
                "--home",
                directory.resolve("home").toString(),
                "--port",
                "0",
                "--no-local",
                "--upstream",
                server.url() + ",name=Tower");
        address = herd().address();
        Await.until("the window is shown", () -> windows() == 1);
        Await.until("the tray has an icon", desktop::hasIcon);
    }

    @AfterEach
    void end() {
        herd().close();
        server.close();
        http.close();
        desktop.close();
    }

    private String status() {
        try {
            var request = HttpRequest.newBuilder(URI.create(address + "/fleet/status"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException failed) {
            return failed.toString();
        }
    }

    /// The window, and with it a question.
    private long windows() {
        return desktop.count("Herd");
    }

    private boolean paused() {
        return status().contains("\"state\":\"paused\"");
    }

    private void closeWindow() {
        desktop.again("it is explained", () -> windows() == 2, () -> {
            desktop.activate("Herd");
            desktop.keys("ctrl+w");
        });
        desktop.again("the window is gone", () -> windows() == 0, () -> desktop.keys("Return"));
    }

    @Test
    void theIconBringsTheWindowBack() {
        closeWindow();
        assertThat(desktop.hasIcon()).isTrue();

        desktop.again("the window is back", () -> windows() == 1, () -> desktop.clickIcon("1"));
    }

    @Test
    void theMenuPausesAndResumes() {
        // From below: Quit, Open window, Copy endpoint, Pause; in it the first length.
        desktop.menu("the engine is paused", this::paused, "Up", "Up", "Up", "Up", "Return", "Return");

        desktop.menu("the engine serves again", () -> !paused(), "Up", "Up", "Up", "Up", "Return");
    }

    @Test
    void theMenuOpensTheWindowAndQuits() throws InterruptedException {
        closeWindow();
        desktop.menu("the window is back", () -> windows() == 1, "Up", "Up", "Return");

        desktop.menu("Herd ends", () -> !herd().runs(), "Up", "Return");
        assertThat(herd().exit()).isZero();
    }
}
