package dev.herd.engine.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herd.engine.testing.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An Ollama that a test starts for itself, on a free port and with a home of its own, and may harm.
///
/// `-Dollama.command=` names the program; without it, tests that need such a server are skipped.
final class OwnServer implements AutoCloseable {
    private final Path home;
    private final int port;
    private final RealServer server;
    private Process process;

    private OwnServer(Path home, int port) {
        this.home = home;
        this.port = port;
        this.server = new RealServer("http://127.0.0.1:" + port);
        this.process = launch();
    }

    /// @param home an empty directory
    static OwnServer start(Path home) {
        assumeTrue(System.getProperty("ollama.command") != null, "needs -Dollama.command=/path/of/ollama");
        var own = new OwnServer(home, freePort());
        own.awaitAnswer();
        KnownModels.ensure(own.url());
        return own;
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Process launch() {
        ProcessBuilder command = new ProcessBuilder(System.getProperty("ollama.command"), "serve");
        Map<String, String> environment = command.environment();
        environment.put("OLLAMA_MODELS", home.resolve("models").toString());
        environment.put("HOME", home.toString());
        environment.put("OLLAMA_HOST", "127.0.0.1:" + port);
        environment.put("OLLAMA_NO_CLOUD", "1");
        File log = home.resolve("serve.log").toFile();
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        try {
            return command.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitAnswer() {
        Await.until("Ollama answers", () -> {
            try {
                return server.get("/api/version").contains("version");
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
    }

    RealServer server() {
        return server;
    }

    String url() {
        return server.url();
    }

    /// The processes that hold a model each.
    List<ProcessHandle> runners() {
        return process.children().filter(ProcessHandle::isAlive).toList();
    }

    /// Processor time that the runners have taken.
    Duration runnersTime() {
        return runners().stream()
                .map(runner -> runner.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Ends every runner at once, as a lack of memory does.
    void killRunners() {
        runners().forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends the server and its runners at once, as a loss of power does.
    void kill() {
        List<ProcessHandle> runners = runners();
        process.destroyForcibly();
        runners.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /// Starts it again on the same port.
    void restart() {
        process = launch();
        awaitAnswer();
    }

    @Override
    public void close() {
        kill();
        server.close();
    }
}
