package dev.herd.engine.sensing.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program that runs for us until we close it, and ends with us however we end: a shell between us and it reads a
/// pipe of ours, and ends it when that does. Thread-safe.
final class OwnedChild implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedChild.class);

    /// The shell lets go of the child's output, so that its end shows as the end of ours.
    private static final String SHELL =
            "\"$@\" </dev/null & child=$!; exec >&- 2>&-; cat >/dev/null; kill \"$child\" 2>/dev/null";

    private static final int PATIENCE_SECONDS = 1;
    private static final int LONGEST_LINE = 1 << 16;

    private final Process shell;

    private OwnedChild(Process shell) {
        this.shell = shell;
    }

    /// Starts it in the language of machines.
    ///
    /// @param words the program and its arguments. One that is missing is a child that ends at once
    /// @throws IOException when nothing can be started
    static OwnedChild start(List<String> words) throws IOException {
        var all = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "herd"));
        all.addAll(words);
        var builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        return new OwnedChild(builder.start());
    }

    /// Hands over each line that it prints, until it ends or is closed. Lines of more than 64 KB come in pieces.
    void lines(Consumer<String> taker) {
        try (BufferedReader output = shell.inputReader()) {
            var line = new StringBuilder();
            for (int next = output.read(); next >= 0; next = output.read()) {
                if (next != '\n' && line.length() < LONGEST_LINE) {
                    line.append((char) next);
                } else {
                    taker.accept(line.toString());
                    line.setLength(0);
                }
            }
        } catch (IOException closed) {
            LOG.trace("what a child says can be read no longer: {}", closed.getMessage());
        }
    }

    /// Ends it within a second.
    @Override
    public void close() {
        List<ProcessHandle> all = shell.descendants().toList();
        try {
            shell.getOutputStream().close();
            if (shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException gone) {
            LOG.trace("a child is gone: {}", gone.getMessage());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
