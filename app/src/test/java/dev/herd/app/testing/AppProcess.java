package dev.herd.app.testing;

import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Herd in a process of its own.
public final class AppProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Herd ready on (http://127\\.0\\.0\\.1:\\d+) ");

    private final Process process;
    private final Path out;
    private final Path err;

    private AppProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// @param directory for what it prints
    /// @param display value of `DISPLAY`, empty for none
    /// @param properties of the runtime, such as `-Dglass.platform=Headless`
    public static AppProcess start(Path directory, String display, List<String> properties, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED"));
        line.addAll(properties);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.herd.app.Launcher"));
        line.addAll(List.of(arguments));
        return start(directory, new ProcessBuilder(line), display);
    }

    /// Herd as it is installed, on a machine that has no Java.
    ///
    /// @param directory for what it prints
    /// @param display value of `DISPLAY`, empty for none
    /// @param program its launcher
    public static AppProcess installed(Path directory, String display, Path program, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", directory.toString());
        return start(directory, builder, display);
    }

    private static AppProcess start(Path directory, ProcessBuilder builder, String display) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        environment.remove("DISPLAY");
        environment.remove("WAYLAND_DISPLAY");
        if (!display.isEmpty()) {
            environment.put("DISPLAY", display);
        }
        return new AppProcess(builder.start(), out, err);
    }

    /// Waits until it serves.
    ///
    /// @return its address
    public String address() {
        Await.until(
                "Herd is ready; it says " + errors(),
                () -> READY.matcher(text(out)).find());
        Matcher ready = READY.matcher(text(out));
        return ready.find() ? ready.group(1) : "";
    }

    /// What it printed to stderr so far.
    public String errors() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /// What it printed to stdout so far.
    public String printed() {
        return text(out);
    }

    /// Files that its memory is made of, as Linux tells it.
    public String mapped() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
    }

    public boolean runs() {
        return process.isAlive();
    }

    /// Asks it to end, as a system does.
    public AppProcess terminate() {
        process.destroy();
        return this;
    }

    /// Waits until it has ended.
    ///
    /// @return its exit code
    public int exit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("Herd does not end; it says " + errors());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
