package dev.herd.engine.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A real PulseAudio of one's own, with a microphone that hears nothing and a loudspeaker that nobody hears.
final class SoundServer implements AutoCloseable {
    private final Path folder;
    private final List<Process> started = new ArrayList<>();
    private Process server;

    /// @param folder for its socket: Unix allows short paths alone
    SoundServer(Path folder) throws IOException {
        assumeTrue(has("pulseaudio") && has("pactl") && has("parec"), "needs pulseaudio and pactl");
        this.folder = folder;
        server = start();
    }

    private static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Process start() throws IOException {
        Process process = run(
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--use-pid-file=no",
                "--disable-shm=yes",
                "-L",
                "module-native-protocol-unix auth-anonymous=1 socket=" + socket(),
                "-L",
                "module-null-sink sink_name=speaker",
                "-L",
                "module-null-source source_name=microphone");
        Await.until("the sound server answers", () -> Files.exists(socket()) || !process.isAlive());
        assumeTrue(process.isAlive(), "pulseaudio runs here");
        return process;
    }

    private Path socket() {
        return folder.resolve("pulse").resolve("native");
    }

    /// What a program of its session finds it by.
    Map<String, String> environment() {
        return Map.of("XDG_RUNTIME_DIR", folder.toString());
    }

    /// Records from it until it is closed.
    Process record(String source, String... more) throws IOException {
        var words = new ArrayList<>(List.of("parec", "--server=unix:" + socket(), "--device=" + source));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    /// A stream that records what is played comes and goes.
    void blip() {
        try {
            Process recorder = record("speaker.monitor");
            recorder.getInputStream().read();
            end(recorder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Process run(String... words) throws IOException {
        Files.createDirectories(folder.resolve("pulse"));
        var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().remove("PULSE_SERVER");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /// It is killed.
    void dies() throws IOException {
        end(server);
        Files.deleteIfExists(socket());
    }

    void comesBack() throws IOException {
        server = start();
    }

    static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        started.reversed().forEach(SoundServer::end);
    }
}
