package dev.herd.engine.clients;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// A program that runs to its end.
///
/// @param output what it printed, errors included
record Command(int exit, String output) {
    static Command run(Path directory, Map<String, String> environment, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(process.waitFor(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }

    /// The same for programs that must not fail.
    static String must(Path directory, String... words) {
        Command ran = run(directory, Map.of(), words);
        if (ran.exit() != 0) {
            throw new AssertionError(String.join(" ", words) + " failed:\n" + ran.output());
        }
        return ran.output();
    }
}
