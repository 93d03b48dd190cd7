package dev.herd.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleInstanceTest {
    private static final Executor LISTENER = task -> Thread.ofVirtual().start(task);

    @TempDir
    Path home;

    private final AtomicInteger shown = new AtomicInteger();

    private Optional<SingleInstance> take() throws Exception {
        return SingleInstance.take(home, LISTENER, shown::incrementAndGet);
    }

    private Path file() {
        return home.resolve("run/window.json");
    }

    /// Says something to the first instance and brings its whole answer.
    private String say(String words) throws IOException {
        int port = Integer.parseInt(FlatFile.read(file()).getOrDefault("port", ""));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException cut) {
            return "";
        }
    }

    @Test
    void theSecondStartShowsTheFirstsWindow() throws Exception {
        try (SingleInstance first = take().orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(shown).hasValue(0);

            assertThat(take()).isEmpty();
            assertThat(shown).hasValue(1);
            assertThat(take()).isEmpty();
            assertThat(shown).hasValue(2);
        }
    }

    @Test
    void theNextStartIsTheFirstOnceTheFirstHasEnded() throws Exception {
        take().orElseThrow().close();
        assertThat(file()).doesNotExist();

        try (SingleInstance next = take().orElseThrow()) {
            assertThat(next).isNotNull();
        }
        assertThat(shown).hasValue(0);
    }

    @Test
    void whatACrashLeftBehindStopsNobody() throws Exception {
        Files.createDirectories(file().getParent());
        FlatFile.write(file(), Map.of("port", "1", "word", "old"));
        Files.createFile(home.resolve("run/window.lock"));

        try (SingleInstance first = take().orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(take()).isEmpty();
        }
        assertThat(shown).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "show\n", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"})
    void nothingButTheWordShowsTheWindow(String words) throws Exception {
        try (SingleInstance first = take().orElseThrow()) {
            assertThat(first).isNotNull();
            String wrong = "show " + "0".repeat(64) + "\n";

            assertThat(say(words)).isEmpty();
            assertThat(say(wrong)).isEmpty();
            assertThat(shown).hasValue(0);

            assertThat(take()).isEmpty();
            assertThat(shown).hasValue(1);
        }
    }

    @Test
    void theWordIsForItsOwnersEyesAlone() throws Exception {
        try (SingleInstance first = take().orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
        }
    }
}
