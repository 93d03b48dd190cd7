package dev.herd.engine.realserver;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ollama counts the tokens of a prompt that it has in its cache and hardly any time for them. What Herd expects of a
/// prompt that is not in the cache must not shrink by that.
class CachedPromptTest {
    @TempDir
    Path home;

    private final RealServer ollama = RealServer.given();
    private TestHerd herd;

    @BeforeEach
    void start() {
        ollama.unloadAll();
        herd = TestHerd.start(home, ollama.url() + ",name=real");
    }

    @AfterEach
    void stop() {
        herd.close();
        ollama.close();
    }

    @Test
    void doesNotMakeTheMachineLookFaster() {
        ask("alpha");
        HttpResponse<String> fresh = ask("beta");
        double expectedBefore = expected(fresh);
        // The quickest of many: the machine has other things to do.
        HttpResponse<String> cached = Stream.generate(() -> ask("beta"))
                .limit(15)
                .min(Comparator.comparingLong(CachedPromptTest::promptNanos))
                .orElseThrow();

        double expectedAfter = expected(ask("gamma"));

        assertThat(promptNanos(cached))
                .as("the prompt was in the cache, %d ns at first", promptNanos(fresh))
                .isLessThan(promptNanos(fresh) / 10);
        assertThat(at(cached.body(), "prompt_eval_count")).isEqualTo(at(fresh.body(), "prompt_eval_count"));
        assertThat(expectedAfter)
                .as("expected milliseconds, %f before", expectedBefore)
                .isGreaterThan(expectedBefore / 3);
    }

    private HttpResponse<String> ask(String word) {
        return herd.post(
                "/api/generate",
                "{\"model\":\"tiny\",\"stream\":false,\"options\":{\"num_predict\":1},\"prompt\":\""
                        + (word + " ").repeat(200) + "\"}");
    }

    private static long promptNanos(HttpResponse<String> answer) {
        return Long.parseLong(at(answer.body(), "prompt_eval_duration"));
    }

    private double expected(HttpResponse<String> answer) {
        return Double.parseDouble(at(herd.trace(answer), "decision.candidates.0.terms.service"));
    }
}
