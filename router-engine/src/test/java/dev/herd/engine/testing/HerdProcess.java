package dev.herd.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Herd as a process of its own: the command line with real arguments, streams, signals and exit codes.
public final class HerdProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Herd ready on (http://\\S+:(\\d+)) \\(\\d+ ms\\)\\R");

    /// Only a defect makes it this long, however busy the machine is.
    private static final long LIMIT_SECONDS = 90;

    private final Process process;
    private final Path out;
    private final Path err;

    /// How it ended.
    public record Ended(int code, String out, String err) {}

    /// Where and with what it runs.
    ///
    /// @param directory holds its streams' files, its working directory, its user's home and its temporary files
    /// @param environment over this process's own, of which nothing of Herd's or Ollama's is left
    /// @param jvm further options of the runtime
    public record Place(Path directory, Map<String, String> environment, List<String> jvm) {
        public Place {
            environment = Map.copyOf(environment);
            jvm = List.copyOf(jvm);
        }

        public static Place in(Path directory) {
            return new Place(directory, Map.of(), List.of());
        }

        public Place with(String variable, String value) {
            return new Place(directory, Map.of(variable, value), jvm);
        }

        public Place jvm(String... options) {
            return new Place(directory, environment, List.of(options));
        }

        /// A directory that Herd has no business in.
        public Path elsewhere(String name) {
            try {
                return Files.createDirectories(directory.resolve("elsewhere").resolve(name));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private HerdProcess(Place place, String... arguments) {
        try {
            out = Files.createTempFile(place.directory(), "out", ".txt");
            err = Files.createTempFile(place.directory(), "err", ".txt");
            process = builder(place, arguments).start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private ProcessBuilder builder(Place place, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.home=" + place.elsewhere("home"),
                "-Djava.io.tmpdir=" + place.elsewhere("tmp")));
        command.addAll(place.jvm());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.herd.engine.Main"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.matches("(HERD|OLLAMA|XDG)_.*"));
        builder.environment().put("HOME", place.elsewhere("home").toString());
        builder.environment().putAll(place.environment());
        return builder.directory(place.elsewhere("work").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
    }

    public static HerdProcess start(Place place, String... arguments) {
        return new HerdProcess(place, arguments);
    }

    /// Runs to the end.
    public static Ended run(Place place, String... arguments) {
        try (HerdProcess herd = start(place, arguments)) {
            return herd.ended();
        }
    }

    /// Waits until it serves.
    public HerdProcess ready() {
        await("it is ready", () -> !process.isAlive() || READY.matcher(out()).find());
        if (!READY.matcher(out()).find()) {
            throw new AssertionError("it ended with " + process.exitValue() + ": " + err());
        }
        return this;
    }

    public int port() {
        Matcher line = READY.matcher(out());
        if (!line.find()) {
            throw new AssertionError("it is not ready: " + err());
        }
        return Integer.parseInt(line.group(2));
    }

    public long pid() {
        return process.pid();
    }

    public String out() {
        return text(out);
    }

    public String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Asks it to end, as `kill` does.
    public void terminate() {
        process.destroy();
    }

    /// Waits for its end.
    public Ended ended() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end: " + err());
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
        return new Ended(process.exitValue(), out(), err());
    }

    /// A condition, with a limit that suits processes.
    public interface Condition {
        boolean holds();
    }

    public static void await(String what, Condition condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
