package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Herd changes in a request on its way, what it says of it, and where such a request can go at all. A
/// is an Ollama, B speaks OpenAI's API; both have `m` and `e`.
class ShapedRequestsTest {
    private static final String CHAT =
            "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.openAi();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(
                FakeModel.named("m").able("completion", "tools", "vision").loaded(8192),
                FakeModel.named("short").trainedFor(2048),
                FakeModel.named("e").able("embedding").loaded(2048));
        b = FakeUpstream.openAi(FakeModel.named("m"), FakeModel.named("e"), FakeModel.named("other"));
        herd = TestHerd.start(home, a.url() + ",name=A", b.url() + ",name=B,kind=openai");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String told(HttpResponse<?> response) {
        return header(response, "X-Fleet-Protected");
    }

    private static String chat(String model, String more) {
        return CHAT.replace("\"m\"", "\"" + model + "\"") + more + "}";
    }

    @Test
    void aModelLoadedWithoutAWindowIsNotLoadedAnewForOne() {
        assertThat(told(herd.post("/api/chat", chat("short", "")))).isEmpty();
        Await.until("Herd has seen the window", () -> herd.get("/api/ps").body().contains("\"context_length\":2048"));

        HttpResponse<String> plain = herd.post("/api/chat", chat("short", ""));
        HttpResponse<String> smaller =
                herd.post("/api/chat", chat("short", ",\"options\":{\"seed\":1.0,\"num_ctx\":1024}"));
        herd.post("/v1/chat/completions", chat("short", ",\"options\":{\"num_ctx\":512}"));

        assertThat(told(plain)).isEmpty();
        assertThat(told(smaller)).isEqualTo("num_ctx 1024->2048");
        assertThat(a.seen("/api/chat").get(2).body()).contains("\"options\":{\"seed\":1.0}");
        assertThat(a.seen("/api/chat")).hasSize(4).noneMatch(seen -> seen.body().contains("num_ctx"));
        assertThat(a.reloads()).isZero();
    }

    @Test
    void aRunnerThatJustGrewGrowsAgainOnlyForARequestThatNeedsIt() {
        String pinned = "X-Herd-Node";
        herd.post("/api/chat", chat("m", ",\"options\":{\"num_ctx\":9000}"), pinned, "A");
        Await.until("Herd has seen the window", () -> herd.get("/api/ps").body().contains("\"context_length\":16384"));

        HttpResponse<String> spare =
                herd.post("/api/chat", chat("m", ",\"options\":{\"num_ctx\":20000,\"num_predict\":9}"), pinned, "A");
        assertThat(told(spare)).isEqualTo("num_ctx 20000->16384");
        assertThat(a.reloads()).isEqualTo(1);

        String much = chat("m", ",\"options\":{\"num_ctx\":20000,\"num_predict\":16384}");
        assertThat(told(herd.post("/api/chat", much, pinned, "A"))).isEqualTo("num_ctx 20000->32768");
        assertThat(a.reloads()).isEqualTo(2);
    }

    @Test
    void anotherNameOfLoadedWeightsKeepsTheirWindowAndWaitsForTheirSlot() {
        try (FakeUpstream c = FakeUpstream.ollama(
                        FakeModel.named("base").loaded(16_384),
                        FakeModel.named("copy").withWeightsOf("base"));
                TestHerd other = TestHerd.start(home.resolve("c"), c.url() + ",name=C")) {
            assertThat(told(other.post("/api/chat", chat("copy", "")))).isEqualTo("num_ctx unset->16384");
            assertThat(c.reloads()).isZero();
            assertThat(other.get("/api/ps").body()).contains("base").doesNotContain("copy");
            assertThat(other.status("totals.resident_models")).isEqualTo("1");

            c.hold();
            CompletableFuture<HttpResponse<String>> base = other.later("/api/chat", chat("base", ""));
            Await.until("it runs", () -> c.running() == 1);
            CompletableFuture<HttpResponse<String>> copy = other.later("/api/chat", chat("copy", ""));
            Await.until("the other name waits", () -> other.waiting() == 1);
            c.release();
            assertThat(base.join().statusCode()).isEqualTo(200);
            assertThat(copy.join().statusCode()).isEqualTo(200);
            assertThat(c.mostRunning()).isEqualTo(1);
        }
    }

    @Test
    void saysEverythingThatItChanged() {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        Map<String, String> openAi = Map.of(
                tools + ",\"tool_choice\":\"required\"",
                "tool_choice->system message",
                tools + ",\"tool_choice\":\"auto\"",
                "",
                ",\"logit_bias\":{\"50256\":-100},\"Future\":1,\"seed\":4,\"user\":\"me\"",
                "logit_bias->left out, Future->left out",
                ",\"options\":{\"num_thread\":4}",
                "num_thread->runner's own");
        openAi.forEach((more, changed) -> {
            HttpResponse<String> answer = herd.post("/v1/chat/completions", chat("m", more), "X-Herd-Node", "A");
            assertThat(told(answer))
                    .as(more)
                    .isEqualTo("num_ctx unset->8192" + (changed.isEmpty() ? "" : ", " + changed));
        });
        HttpResponse<String> same = herd.post(
                "/v1/chat/completions",
                chat("other", ",\"options\":{\"num_ctx\":5,\"mirostat\":1},\"keep_alive\":3,\"logit_bias\":{}"));
        assertThat(told(same)).isEqualTo("num_ctx 5->server's own, mirostat->left out, keep_alive->left out");
        HttpResponse<String> ollama = herd.post(
                "/api/chat",
                chat("other", ",\"options\":{\"mirostat\":1,\"num_keep\":3},\"keep_alive\":\"5m\",\"shift\":true"));
        assertThat(told(ollama)).isEqualTo("num_keep->left out, keep_alive->left out, shift->left out");
        assertThat(told(herd.post("/api/chat", chat("other", "")))).isEmpty();
    }

    @Test
    void goesWhereTheServersApiHasWordsForIt() {
        for (String only :
                new String[] {"\"context\":[1,2]", "\"template\":\"x\"", "\"raw\":true,\"images\":[\"AAAA\"]"}) {
            String generate = "{\"model\":\"m\",\"stream\":false,\"prompt\":\"Hi\"," + only + "}";
            a.hold();
            CompletableFuture<HttpResponse<String>> first = herd.later("/api/generate", generate);
            CompletableFuture<HttpResponse<String>> second = herd.later("/api/generate", generate);
            Await.until(only + " waits for A though B is free", () -> a.running() == 1 && herd.waiting() == 1);
            a.release();

            assertThat(header(first.join(), "X-Fleet-Node")).isEqualTo("A");
            assertThat(header(second.join(), "X-Fleet-Node")).isEqualTo("A");
            assertThat(at(herd.trace(first.join()), "decision.candidates.1.reason"))
                    .contains("cannot be asked for it");
            assertThat(herd.post("/api/generate", generate.replace("\"m\"", "\"other\""))
                            .statusCode())
                    .as("no server can say it")
                    .isEqualTo(400);
        }
        String functions = chat("m", ",\"functions\":[{\"name\":\"f\"}]");
        assertThat(header(herd.post("/v1/chat/completions", functions), "X-Fleet-Node"))
                .isEqualTo("B");
    }

    @Test
    void takesNoEmbeddingsThatDoNotMatchTheInputs() {
        String two = "{\"model\":\"e\",\"input\":[\"x\",\"y\"]}";
        String one = "{\"embeddings\":[[0.1,0.2]],\"prompt_eval_count\":2}";
        String data = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.1,0.2]}],"
                + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}";
        a.next(new Fault.Status(200, one, Map.of()));
        HttpResponse<String> elsewhere = herd.post("/api/embed", two);
        assertThat(elsewhere.statusCode()).isEqualTo(502);
        assertThat(at(herd.trace(elsewhere), "attempts.0.reason")).contains("1 embeddings for 2 inputs");
        assertThat(b.seen("/v1/embeddings"))
                .as("a server that states no digest may have another model of that name")
                .isEmpty();

        a.always(new Fault.Status(200, one, Map.of()));
        b.always(new Fault.Status(200, data, Map.of()));
        for (String path : new String[] {"/api/embed", "/v1/embeddings"}) {
            HttpResponse<String> answer = herd.post(path, two);
            assertThat(answer.statusCode()).as(path).isEqualTo(502);
            assertThat(answer.body()).contains("1 embeddings for 2 inputs");
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"failed\"");
        }
    }

    @Test
    void takesNoEmptyEmbeddingNorOneOfAnotherWidth() {
        herd.post("/fleet/nodes/B/pause", "");
        a.next(new Fault.Status(200, "{\"embedding\":[ ]}", Map.of()));
        assertThat(herd.post("/api/embeddings", "{\"model\":\"e\",\"prompt\":\"x\"}")
                        .statusCode())
                .isEqualTo(502);

        String wide = "{\"model\":\"e\",\"input\":\"x\",\"dimensions\":512}";
        HttpResponse<String> answer = herd.post("/v1/embeddings", wide);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(at(answer.body(), "error.message"))
                .isEqualTo("\"the model's embeddings have 3 dimensions, not 512\"");
        assertThat(herd.post("/v1/embeddings", wide.replace("512", "3")).statusCode())
                .isEqualTo(200);
        assertThat(herd.post("/api/embed", wide).statusCode())
                .as("as Ollama does")
                .isEqualTo(200);
    }

    @Test
    void aClientMayHaveOnlySoManyRequestsAtOnce() {
        herd.close();
        var capped = new QueueConfig(Duration.ofMinutes(10), Duration.ofSeconds(1), 2, TenantWeights.EQUAL, false);
        herd = TestHerd.start(home.resolve("capped"), TestHerd.Settings.PLAIN.with(capped), a.url() + ",name=A");
        a.hold();
        CompletableFuture<HttpResponse<String>> runs = herd.later("/api/chat", chat("m", ""), "X-Herd-Tags", "me");
        CompletableFuture<HttpResponse<String>> waits = herd.later("/api/chat", chat("m", ""), "X-Herd-Tags", "me");
        Await.until("one runs and one waits", () -> herd.running() == 1 && herd.waiting() == 1);

        HttpResponse<String> third = herd.post("/v1/chat/completions", chat("m", ""), "X-Herd-Tags", "me");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(header(third, "Retry-After")).matches("[1-9]\\d*");
        assertThat(at(third.body(), "error.type")).isEqualTo("\"rate_limit_error\"");
        assertThat(at(herd.trace(third), "reason")).contains("client_cap");
        CompletableFuture<HttpResponse<String>> other = herd.later("/api/chat", chat("m", ""), "X-Herd-Tags", "you");
        Await.until("another client's waits too", () -> herd.waiting() == 2);

        a.release();
        assertThat(runs.join().statusCode()).isEqualTo(200);
        assertThat(waits.join().statusCode()).isEqualTo(200);
        assertThat(other.join().statusCode()).isEqualTo(200);
        assertThat(herd.post("/api/chat", chat("m", ""), "X-Herd-Tags", "me").statusCode())
                .as("places are given back")
                .isEqualTo(200);
    }
}
