package dev.herd.engine.sensing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A program of the system that is asked for something.
///
/// @param words the program, by its absolute path where it has one, and its arguments
/// @param limit to what it may take
public record Command(List<String> words, Duration limit) {
    /// A machine under load answers such questions within a tenth of it.
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int MOST_BYTES = 2 << 20;

    public Command {
        words = List.copyOf(words);
    }

    /// One that may take 2 s.
    public Command(List<String> words) {
        this(words, LIMIT);
    }

    /// One that may take 2 s.
    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /// The same, that may take longer.
    public Command within(Duration longer) {
        return new Command(words, longer);
    }

    /// Runs it in the language of machines, and waits for it up to its limit.
    ///
    /// @return what it printed, cut at 2 MB
    /// @throws IOException when it is missing, fails or takes too long
    /// @throws InterruptedException when nobody waits for it any more
    public String run() throws IOException, InterruptedException {
        Process process = started();
        // Reading ends when the program does, and the program ends in time.
        var late = new AtomicBoolean();
        CompletableFuture<Process> ending = process.onExit()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> {
                    late.set(true);
                    return end(process);
                });
        byte[] printed;
        try (InputStream output = process.getInputStream()) {
            printed = output.readNBytes(MOST_BYTES);
        }
        if (printed.length == MOST_BYTES) {
            end(process);
            return text(printed);
        }
        process.waitFor();
        ending.join();
        if (late.get()) {
            throw new IOException(this + " took longer than " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(this + " ended with " + process.exitValue());
        }
        return text(printed);
    }

    private Process started() throws IOException {
        var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Process end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return process.destroyForcibly();
    }

    private static String text(byte[] printed) {
        return new String(printed, StandardCharsets.UTF_8);
    }

    /// As a person would type it, without the program's folder.
    @Override
    public String toString() {
        String program = words.getFirst();
        int folder = Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\'));
        return (program.substring(folder + 1) + " " + String.join(" ", words.subList(1, words.size()))).strip();
    }
}
