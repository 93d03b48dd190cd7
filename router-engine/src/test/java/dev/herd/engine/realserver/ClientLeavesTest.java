package dev.herd.engine.realserver;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client of an endless answer goes away. That the runner stops is seen by asking Ollama past Herd: with its usual
/// single slot it answers only when the endless answer has ended.
class ClientLeavesTest {
    private static final Pattern LEFT = Pattern.compile("\"client_disconnected\"");

    private static final String SHORT =
            "{\"model\":\"tiny-count\",\"prompt\":\"x\",\"stream\":false,\"options\":{\"num_predict\":3}}";

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
    void stopsTheRunnerInMidStream() throws IOException {
        for (Question question : Question.ENDLESS) {
            HttpResponse<InputStream> answer = herd.open(question.path(), question.streamed());
            try (InputStream body = answer.body()) {
                assertThat(new String(body.readNBytes(2000), StandardCharsets.UTF_8))
                        .contains("two,");
            }

            assertThat(at(herd.trace(answer), "outcome")).as(question.path()).isEqualTo("\"client_disconnected\"");
            assertThat(herd.running()).isZero();
            assertRunnerIsFree(question);
        }
    }

    @Test
    void stopsTheRunnerOfAWholeAnswer() {
        long left = 0;
        for (Question question : Question.ENDLESS) {
            var leaving = new Leaver(herd.port(), question.path(), question.whole());
            Await.until("it runs", () -> herd.running() == 1);
            leaving.close();

            long leavers = ++left;
            Await.until("the slot is free", () -> herd.running() == 0);
            Await.until("it is told", () -> told() == leavers);
            assertRunnerIsFree(question);
        }
    }

    private long told() {
        String requests = herd.get("/fleet/requests?limit=100").body();
        return LEFT.matcher(requests).results().count();
    }

    private void assertRunnerIsFree(Question question) {
        CompletableFuture<HttpResponse<String>> direct =
                CompletableFuture.supplyAsync(() -> ollama.post("/api/generate", SHORT));
        Await.until("the runner has stopped after " + question.path(), direct::isDone);
        assertThat(direct.join().statusCode()).isEqualTo(200);
    }
}
