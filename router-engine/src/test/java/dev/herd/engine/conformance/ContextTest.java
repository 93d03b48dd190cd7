package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A prompt is never cut without a word: it gets a window that holds it, on a machine that can have one, or a clear
/// refusal. A is an Ollama, B another one with a larger window; C speaks OpenAI's API.
class ContextTest {
    /// What comes in, and where an Ollama gets it.
    private static final Map<String, String> ROUTES = new LinkedHashMap<>(Map.of(
            "/api/chat", "/api/chat",
            "/api/generate", "/api/generate",
            "/v1/chat/completions", "/api/chat",
            "/v1/completions", "/api/generate"));

    private static final String REFUSAL = "{\"error\":\"the input length exceeds the context length\"}";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private FakeUpstream c = FakeUpstream.openAi();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(
                FakeModel.named("m").able("completion").loaded(8192),
                FakeModel.named("both").able("completion").loaded(32_768),
                FakeModel.named("short").able("completion").trainedFor(4096).loaded(4096),
                FakeModel.named("cold").able("completion"),
                FakeModel.named("wide").able("completion").loaded(131_072),
                FakeModel.named("e").able("embedding").loaded(2048));
        b = FakeUpstream.ollama(FakeModel.named("both").able("completion").loaded(131_072));
        c = FakeUpstream.openAi(
                FakeModel.named("short").trainedFor(2048),
                FakeModel.named("other").trainedFor(8192));
        herd = TestHerd.start(home, a.url() + ",name=A", b.url() + ",name=B", c.url() + ",name=C,kind=openai");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
        c.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String told(HttpResponse<?> response) {
        return header(response, "X-Fleet-Protected");
    }

    /// A whole request with a prompt of that many words, five characters each.
    private static String body(String path, String model, int words, String more) {
        String text = "\"" + "word ".repeat(words) + "\"";
        boolean chat = path.endsWith("chat") || path.endsWith("chat/completions");
        return "{\"model\":\"" + model + "\",\"stream\":false"
                + (chat ? ",\"messages\":[{\"role\":\"user\",\"content\":" + text + "}]" : ",\"prompt\":" + text)
                + more + "}";
    }

    @Test
    void aPromptThatDoesNotFitGetsALargerWindowOnEveryRoute() {
        ROUTES.forEach((path, sentTo) -> {
            HttpResponse<String> answer = herd.post(path, body(path, "cold", 8000, ",\"options\":{\"num_ctx\":2048}"));

            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            String sent = a.last(sentTo).body();
            assertThat(at(sent, "options.num_ctx")).as(path).isEqualTo("16384");
            assertThat(at(sent, "truncate")).as(path).isEqualTo("false");
            assertThat(told(answer)).as(path).startsWith("num_ctx 2048->16384").contains("truncate unset->false");
        });
        assertThat(a.reloads()).as("one load for all of them").isZero();
    }

    @Test
    void aLoadedModelGrowsForAPromptAndStaysForShortOnes() {
        HttpResponse<String> brief = herd.post("/api/chat", body("/api/chat", "m", 100, ""));
        HttpResponse<String> large = herd.post("/api/chat", body("/api/chat", "m", 8000, ""));
        Await.until("Herd has seen the window", () -> herd.get("/api/ps").body().contains("\"context_length\":16384"));
        HttpResponse<String> again = herd.post("/v1/chat/completions", body("/v1/chat/completions", "m", 100, ""));

        assertThat(told(brief)).isEqualTo("num_ctx unset->8192");
        assertThat(told(large)).isEqualTo("num_ctx unset->16384, truncate unset->false");
        assertThat(told(again)).isEqualTo("num_ctx unset->16384");
        assertThat(a.reloads()).isEqualTo(1);
    }

    @Test
    void aClientThatLetsItsPromptBeCutKeepsTheWindow() {
        HttpResponse<String> answer = herd.post("/api/chat", body("/api/chat", "m", 8000, ",\"truncate\":true"));

        assertThat(told(answer)).isEqualTo("num_ctx unset->8192");
        assertThat(at(a.last("/api/chat").body(), "truncate")).isEqualTo("true");
        assertThat(herd.post("/api/chat", body("/api/chat", "short", 80_000, ",\"truncate\":true"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(a.reloads()).isZero();
    }

    @Test
    void embeddingsAreCutAsTheirServersDo() {
        String input = "{\"model\":\"e\",\"input\":\"" + "word ".repeat(80_000) + "\"}";

        assertThat(herd.post("/api/embed", input).statusCode()).isEqualTo(200);
        assertThat(herd.post("/v1/embeddings", input).statusCode()).isEqualTo(200);
        assertThat(herd.post("/api/embeddings", input.replace("input", "prompt"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(a.seen("/api/embed")).noneMatch(seen -> seen.body().contains("truncate"));
    }

    @Test
    void whatTheServerFindsTooLongGetsTwiceTheWindow() {
        a.next(Fault.status(400, REFUSAL));

        HttpResponse<String> answer = herd.post("/v1/chat/completions", body("/v1/chat/completions", "m", 5000, ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("1");
        assertThat(at(a.seen("/api/chat").getFirst().body(), "options.num_ctx")).isEqualTo("8192");
        assertThat(at(a.seen("/api/chat").getLast().body(), "options.num_ctx")).isEqualTo("16384");
        assertThat(at(herd.trace(answer), "attempts.0.outcome")).isEqualTo("\"refused\"");
    }

    @Test
    void whatEveryServerFindsTooLongIsTheRequestsOwnMistake() {
        a.always(Fault.status(400, REFUSAL));
        b.always(Fault.status(400, REFUSAL));
        c.always(Fault.status(
                400, "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\",\"code\":400}}"));

        for (String model : new String[] {"m", "both", "short", "other"}) {
            HttpResponse<String> answer =
                    herd.post("/v1/chat/completions", body("/v1/chat/completions", model, 1000, ""));

            assertThat(answer.statusCode()).as(model).isEqualTo(400);
            assertThat(at(answer.body(), "error.code")).as(model).isEqualTo("\"context_length_exceeded\"");
            assertThat(at(answer.body(), "error.message")).as(model).contains("context length");
        }
        assertThat(a.all().size() + b.all().size()).as("tries are bounded").isLessThan(200);
        a.always(null);
        assertThat(herd.post("/api/chat", body("/api/chat", "m", 10, "")).statusCode())
                .as("nobody is blamed")
                .isEqualTo(200);
    }

    @Test
    void aServersOwnWordsSayWhatDoesNotFit() {
        String words = "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (1000 in"
                + " the messages, 8000 in the completion).";
        c.next(Fault.status(400, "{\"error\":{\"message\":\"" + words + "\"}}"));

        HttpResponse<String> answer =
                herd.post("/v1/chat/completions", body("/v1/chat/completions", "other", 1000, ",\"max_tokens\":8000"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(at(answer.body(), "error.message"))
                .isEqualTo("\"" + words
                        + ": C (a window of 8192 tokens was too small, the longest window there holds 8192)\"");
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("C");
    }

    @Test
    void whatFitsNowhereIsRefusedWithTheNumbersOfEachNode() {
        HttpResponse<String> openAi =
                herd.post("/v1/chat/completions", body("/v1/chat/completions", "short", 20_000, ""));
        HttpResponse<String> own = herd.post("/api/generate", body("/api/generate", "short", 20_000, ""));

        assertThat(openAi.statusCode()).isEqualTo(400);
        assertThat(at(openAi.body(), "error.type")).isEqualTo("\"invalid_request_error\"");
        assertThat(at(openAi.body(), "error.code")).isEqualTo("\"context_length_exceeded\"");
        assertThat(at(openAi.body(), "error.message"))
                .contains("the input length exceeds the context length")
                .contains("maximum context length is 4096 tokens")
                .contains("A (the prompt has at least 12500 tokens, the longest window there holds 4096)")
                .contains("C (the prompt has at least 12500 tokens, the longest window there holds 2048)");
        assertThat(header(openAi, "Retry-After")).isEmpty();
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(at(own.body(), "error")).startsWith("\"the input length exceeds the context length");
        String trace = herd.trace(own);
        assertThat(at(trace, "outcome")).isEqualTo("\"rejected\"");
        assertThat(at(trace, "reason")).startsWith("\"context_length_exceeded");
        assertThat(at(trace, "decision.candidates.0.eligible")).isEqualTo("false");
        assertThat(a.seen("/api/generate")).isEmpty();
    }

    @Test
    void whereOnlySomeMachinesCanHoldItItGoesThere() {
        HttpResponse<String> answer = herd.post("/api/chat", body("/api/chat", "short", 4000, ""));

        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("A");
        assertThat(at(herd.trace(answer), "decision.candidates.1.reason"))
                .isEqualTo("\"the prompt has at least 2500 tokens, the longest window there holds 2048\"");
    }

    /// Of two machines that have the model loaded, with 32,768 and with 131,072.
    @Test
    void aLoadedWindowThatIsLargeEnoughIsTakenAndNothingIsLoadedAnew() {
        String path = "/api/chat";
        // First, while nothing is measured: what a fake server takes to load is next to nothing.
        HttpResponse<String> large = herd.post(path, body(path, "both", 40_000, ",\"options\":{\"num_ctx\":65536}"));
        HttpResponse<String> small = herd.post(path, body(path, "both", 10, ",\"options\":{\"num_ctx\":4096}"));
        HttpResponse<String> threads = herd.post(path, body(path, "both", 10, ",\"options\":{\"num_thread\":4}"));

        FakeUpstream one = header(small, "X-Fleet-Node").equals("A") ? a : b;
        String resident = one == a ? "32768" : "131072";
        assertThat(one.seen(path))
                .anySatisfy(request ->
                        assertThat(at(request.body(), "options.num_ctx")).isEqualTo(resident));
        assertThat(told(small)).isEqualTo("num_ctx 4096->" + resident);
        assertThat(header(large, "X-Fleet-Node")).isEqualTo("B");
        assertThat(told(large)).startsWith("num_ctx 65536->131072");
        assertThat(header(large, "X-Fleet-Served-Model")).startsWith("both");
        assertThat(told(threads)).contains("num_thread->runner's own");
        assertThat(a.reloads() + b.reloads()).isZero();
    }

    @Test
    void aModelIsLoadedWithTheWindowThatItsUseAsksFor() {
        for (int i = 0; i < 20; i++) {
            herd.post("/api/chat", body("/api/chat", "wide", 10, ""));
        }
        Await.until("the waste is told", () -> herd.get("/fleet/status").body().contains("window_waste A wide"));
        assertThat(herd.get("/fleet/status").body())
                .contains("\"recommended_window\":4096")
                .contains("has a window of 131072 tokens and uses at most 4096");
        herd.post("/api/generate", "{\"model\":\"wide\",\"keep_alive\":0}");
        Await.until("it is gone", () -> !herd.get("/fleet/status").body().contains("window_waste"));

        herd.close();
        herd = TestHerd.start(home, a.url() + ",name=A");
        HttpResponse<String> answer = herd.post("/v1/chat/completions", body("/v1/chat/completions", "wide", 10, ""));

        assertThat(told(answer)).isEqualTo("num_ctx unset->4096");
        assertThat(at(a.last("/api/chat").body(), "options.num_ctx")).isEqualTo("4096");
        herd.post("/api/generate", "{\"model\":\"wide\",\"keep_alive\":0}");
        herd.post("/api/generate", "{\"model\":\"wide\"}");
        assertThat(at(a.last("/api/generate").body(), "options.num_ctx"))
                .as("a load by itself")
                .isEqualTo("4096");
        herd.post("/api/generate", "{\"model\":\"wide\",\"keep_alive\":0}");
        Await.until("it is gone", () -> !herd.get("/api/ps").body().contains("wide"));
        HttpResponse<String> asked =
                herd.post("/api/chat", body("/api/chat", "wide", 10, ",\"options\":{\"num_ctx\":9000}"));
        assertThat(told(asked)).as("what a client names is its own").isEmpty();
    }
}
