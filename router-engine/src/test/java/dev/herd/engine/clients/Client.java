package dev.herd.engine.clients;

import dev.herd.engine.testing.TestHerd;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A running client: it carries out orders one by one, see `driver.py`.
final class Client implements AutoCloseable {
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    /// @param script `openai_client` or `ollama_client`
    /// @param address Herd's
    Client(Language language, String script, String address) {
        Path directory = language.directory();
        List<String> words = new ArrayList<>(language.interpreter(directory));
        words.add(language.script(script));
        words.add(address);
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        File log = directory.resolve(script + ".log").toFile();
        try {
            process = builder.redirectError(ProcessBuilder.Redirect.to(log)).start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        orders = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Carries out an order.
    ///
    /// @param order a name and what belongs to it, such as `"chat","model":"m"`
    /// @return the answer's line
    String does(String order) {
        try {
            orders.write("{\"do\":" + order + "}\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the client has ended; its log is beside its script");
            }
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The same for an order that must succeed: what came of it.
    String must(String order) {
        String answer = does(order);
        if (!answer.startsWith("{\"ok\"")) {
            throw new AssertionError(order + " failed: " + answer);
        }
        return TestHerd.at(answer, "ok");
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }
}
