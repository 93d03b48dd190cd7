package dev.herd.engine.realserver;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.TestHerd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process that runs the model dies while it answers. Ollama says so in its own dialect, and in OpenAI's ends the
/// stream as if nothing were amiss; Herd's clients are told in each.
class RunnerKilledTest {
    private static final String SHORT =
            "{\"model\":\"tiny-count\",\"prompt\":\"x\",\"stream\":false,\"options\":{\"num_predict\":3}}";

    /// More processor time than a short answer takes.
    private static final int WORK_MILLIS = 100;

    @TempDir
    Path home;

    @TempDir
    Path ollamaHome;

    private OwnServer ollama;
    private TestHerd herd;

    @BeforeEach
    void start() {
        ollama = OwnServer.start(ollamaHome);
        herd = TestHerd.start(home, ollama.url() + ",name=real");
    }

    @AfterEach
    void stop() {
        if (herd != null) {
            herd.close();
            ollama.close();
        }
    }

    @Test
    void endsAStreamWithTheDialectsError() throws IOException {
        for (Question question : Question.ENDLESS) {
            HttpResponse<InputStream> answer = herd.open(question.path(), question.streamed());
            List<String> rest;
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < 20; i++) {
                    assertThat(lines.readLine()).as(question.path()).isNotNull();
                }
                ollama.killRunners();
                rest = lines.lines().filter(line -> !line.isBlank()).toList();
            }

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(rest.getLast()).as(question.path()).contains("\"error\":");
            assertThat(String.join("\n", rest)).as(question.path()).doesNotContain(question.end());
            assertThat(at(herd.trace(answer), "outcome")).as(question.path()).isEqualTo("\"incomplete\"");
            assertThat(herd.running()).isZero();
            assertThat(herd.post("/api/generate", SHORT).statusCode())
                    .as("the next request after %s", question.path())
                    .isEqualTo(200);
        }
    }

    @Test
    void answersAWholeAnswerWithAnError() {
        for (Question question : Question.ENDLESS) {
            herd.post("/api/generate", SHORT);
            Duration idle = ollama.runnersTime();
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> herd.post(question.path(), question.whole()));
            Await.until(
                    "the runner is at work",
                    () -> ollama.runnersTime().minus(idle).toMillis() > WORK_MILLIS);
            ollama.killRunners();

            HttpResponse<String> told = answer.join();

            assertThat(told.statusCode()).as(question.path()).isEqualTo(502);
            assertThat(told.body()).as(question.path()).startsWith("{\"error\":");
            assertThat(at(herd.trace(told), "outcome")).as(question.path()).isEqualTo("\"failed\"");
            assertThat(herd.post("/api/generate", SHORT).statusCode())
                    .as("the next request after %s", question.path())
                    .isEqualTo(200);
        }
    }
}
