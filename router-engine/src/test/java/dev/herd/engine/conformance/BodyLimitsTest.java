package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.gateway.Patience;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.RawClient.Answer;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much a request's body may be: 100 kB here, and 250 kB for all together.
class BodyLimitsTest {
    private static final int MOST = 100_000;
    private static final TestHerd.Settings SMALL = TestHerd.Settings.PLAIN.with(new LimitsConfig(MOST, 250_000));

    @TempDir
    Path home;

    private FakeUpstream server = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        server = FakeUpstream.ollama(FakeModel.named("m").trainedFor(1 << 30));
        herd = TestHerd.start(home, SMALL, server.url() + ",name=A,slots=8");
    }

    @AfterEach
    void stop() {
        herd.close();
        server.close();
    }

    private static String chat(int bytes) {
        String chat = "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}";
        return chat.replace("\"\"", "\"" + "x".repeat(bytes - chat.length()) + "\"");
    }

    private static String chunked(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    @Test
    void takesABodyUpToTheLimitAndNoMore() {
        assertThat(herd.post("/api/chat", chat(MOST)).statusCode()).isEqualTo(200);
        HttpResponse<String> large = herd.post("/api/chat", chat(MOST + 1));

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(at(large.body(), "error")).isEqualTo("\"the body is larger than 100000 bytes\"");
        assertThat(server.seen("/api/chat")).hasSize(1);
    }

    @Test
    void takesSixtyFourMegabytesUnlessToldOtherwise() {
        assertThat(LimitsConfig.DEFAULT.maxBody()).isEqualTo(64 << 20);
        assertThat(LimitsConfig.DEFAULT.allBodies()).isEqualTo(192 << 20);
        try (TestHerd plain = TestHerd.start(home.resolve("plain"), server.url() + ",name=A");
                RawClient client = RawClient.to(plain)) {
            String ten = chat(10 << 20);
            assertThat(plain.post("/v1/chat/completions", ten).statusCode()).isEqualTo(200);
            assertThat(at(server.last("/api/chat").body(), "messages.0.content"))
                    .hasSizeGreaterThan(10_000_000);
            client.send(RawClient.head("POST", "/api/chat", "Content-Length: " + ((64 << 20) + 1)));
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void saysSoInTheDialectOfThePath() {
        String body = chat(MOST + 1);

        assertThat(at(herd.post("/v1/chat/completions", body).body(), "error.type"))
                .isEqualTo("\"invalid_request_error\"");
        assertThat(herd.post("/api/generate", body).body()).startsWith("{\"error\":\"");
        assertThat(herd.post("/api/show", body).statusCode()).isEqualTo(413);
    }

    @Test
    void keepsTheConnectionOfATooLargeBodyWhateverItsFraming() {
        String large = chat(MOST + 5000);
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.head("POST", "/api/chat", "Content-Length: " + large.length()));
            assertThat(client.answer().status()).as("before the body is sent").isEqualTo(413);
            client.send(large).send(RawClient.get("/"));
            assertThat(client.answer().body()).isEqualTo("Ollama is running");

            client.send(RawClient.head("POST", "/api/chat", "Transfer-Encoding: chunked"))
                    .send(chunked(large));
            assertThat(client.answer().status()).isEqualTo(413);
            client.send(RawClient.get("/"));
            assertThat(client.answer().body()).isEqualTo("Ollama is running");
        }
    }

    @Test
    void refusesWhatAllBodiesTogetherExceedAndTakesItLater() {
        server.hold();
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            held.add(herd.later("/api/chat", chat(MOST)));
            int running = i;
            Await.until("it runs", () -> server.running() == running);
        }

        HttpResponse<String> openAi = herd.post("/v1/chat/completions", chat(MOST));
        HttpResponse<String> small = herd.post("/api/show", "{\"model\":\"m\"}");

        assertThat(openAi.statusCode()).isEqualTo(503);
        assertThat(openAi.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
        assertThat(at(openAi.body(), "error.type")).isEqualTo("\"api_error\"");
        assertThat(small.statusCode()).as("a small one fits still").isEqualTo(200);
        server.release();
        held.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        // Memory is given back a moment after its answer's last byte.
        Await.until(
                "a large one fits again",
                () -> herd.post("/api/chat", chat(MOST)).statusCode() == 200);
    }

    @Test
    void givesBackTheMemoryOfBodiesThatNeverCame() {
        for (int i = 0; i < 20; i++) {
            try (RawClient leaver = RawClient.to(herd)) {
                leaver.send(RawClient.head("POST", "/api/chat", "Content-Length: " + MOST) + "x".repeat(70_000));
                if (i % 2 == 0) {
                    leaver.reset();
                }
            }
        }
        Await.until("all is given back", () -> allFit(chat(MOST)));
    }

    private boolean allFit(String body) {
        return herd.post("/api/chat", body).statusCode() == 200;
    }

    @Test
    void givesUpABodyThatDoesNotGoOn() {
        var impatient = SMALL.with(new Patience(Duration.ofMinutes(2), Duration.ofMillis(150), Duration.ofMinutes(1)));
        try (TestHerd hasty = TestHerd.start(home.resolve("hasty"), impatient, server.url() + ",name=A");
                RawClient first = RawClient.to(hasty);
                RawClient second = RawClient.to(hasty);
                RawClient third = RawClient.to(hasty)) {
            for (RawClient staller : List.of(first, second, third)) {
                staller.send(RawClient.head("POST", "/v1/chat/completions", "Content-Length: " + MOST) + "{\"mod");
            }
            Answer answer = first.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(at(answer.body(), "error.message")).isEqualTo("\"the body did not come to its end\"");
            assertThat(first.ended()).isTrue();
            assertThat(second.answer().status()).isEqualTo(408);
            assertThat(third.answer().status()).isEqualTo(408);
            assertThat(hasty.post("/api/chat", chat(MOST)).statusCode()).isEqualTo(200);
            String history = hasty.get("/fleet/requests?outcome=rejected").body();
            assertThat(history.split("body_stalled", -1)).hasSize(4);
        }
    }

    @Test
    void leavesATraceOfEachRequestItRefuses() {
        String large = herd.post("/api/chat", chat(MOST + 1))
                .headers()
                .firstValue("X-Fleet-Request")
                .orElseThrow();

        String trace = herd.get("/fleet/requests/" + large).body();

        assertThat(at(trace, "outcome")).isEqualTo("\"rejected\"");
        assertThat(at(trace, "reason")).startsWith("\"body_too_large");
        assertThat(at(trace, "path")).isEqualTo("\"/api/chat\"");
        assertThat(at(trace, "dialect")).isEqualTo("\"ollama\"");
        herd.post("/api/show", chat(MOST + 1));
        String history = herd.get("/fleet/requests").body();
        assertThat(history.split("\"id\"", -1)).as("only requests for models").hasSize(2);
    }
}
