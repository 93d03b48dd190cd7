package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers: A has `m` loaded at 8192, B has it on disk, and `cold-x` besides.
class OllamaConformanceTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(
                "0.30.1",
                FakeModel.named("m").loaded(8192),
                FakeModel.named("e").able("embedding"));
        b = FakeUpstream.ollama("0.33.0", FakeModel.named("m"), FakeModel.named("cold-x"));
        herd = TestHerd.start(home, a.url() + ",name=A", b.url() + ",name=B");
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

    @Test
    void saysThatOllamaIsRunning() {
        HttpResponse<String> get = herd.get("/");
        HttpResponse<String> head = herd.send(herd.request("/")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(get.body()).isEqualTo("Ollama is running");
        assertThat(header(get, "Content-Type")).startsWith("text/plain");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void statesTheLowestVersionAndKeepsToItWhenAllAreGone() {
        assertThat(at(herd.get("/api/version").body(), "version")).isEqualTo("\"0.30.1\"");

        a.stop();
        b.stop();
        Await.until(
                "both are down",
                () -> at(herd.get("/fleet/status").body(), "totals.nodes_up").equals("0"));

        assertThat(at(herd.get("/api/version").body(), "version")).matches("\"\\d+\\.\\d+\\.\\d+\"");
    }

    @Test
    void listsEachModelOnceWithEverythingThatClientsNeed() {
        String tags = herd.get("/api/tags").body();

        assertThat(tags.split("\"name\":\"m:latest\"", -1)).hasSize(2);
        assertThat(at(tags, "models.0.digest")).matches("\"[0-9a-f]{64}\"");
        assertThat(at(tags, "models.0.modified_at")).startsWith("\"2026-11-23T13:41:09");
        assertThat(Long.parseLong(at(tags, "models.0.size"))).isPositive();
        assertThat(at(tags, "models.0.details.families")).startsWith("[");
        assertThat(at(tags, "models.0.details.parent_model")).isEqualTo("\"\"");
        for (int i = 0; i < 10; i++) {
            assertThat(herd.get("/api/tags").body()).isEqualTo(tags);
        }
    }

    @Test
    void listsLoadedModelsOnceWithEverythingThatClientsNeed() {
        String ps = herd.get("/api/ps").body();

        assertThat(at(ps, "models.0.name")).isEqualTo("\"m:latest\"");
        assertThat(at(ps, "models.0.expires_at")).startsWith("\"2027-");
        assertThat(at(ps, "models.0.context_length")).isEqualTo("8192");
        assertThat(at(ps, "models.0.size_vram")).isEqualTo("22419456");
        assertThat(at(ps, "models.0.digest")).hasSize(66);
    }

    @Test
    void showsAModelFromWhoeverAnswers() {
        a.stop();

        HttpResponse<String> shown = herd.post("/api/show", "{\"name\":\"m\"}");
        HttpResponse<String> missing = herd.post("/api/show", "{\"model\":\"nope\"}");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(header(shown, "X-Fleet-Node")).isEqualTo("B");
        assertThat(at(shown.body(), "model_info")).startsWith("{");
        assertThat(at(shown.body(), "capabilities")).startsWith("[");
        // A is gone, so that nobody can say that there is no such model.
        assertThat(missing.statusCode()).isEqualTo(503);
        a.start();
        Await.until("A is back", () -> {
            HttpResponse<String> answer = herd.post("/api/show", "{\"model\":\"nope\"}");
            return answer.statusCode() == 404 && answer.body().equals("{\"error\":\"model 'nope' not found\"}");
        });
    }

    @Test
    void mergesAStreamThatWasNotAskedForIntoOneWholeAnswer() {
        a.saysWhole("{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"hm\"},"
                + "\"done\":false}\n{\"model\":\"m\",\"message\":{\"content\":\"Hel\",\"tool_calls\":[{\"function\":"
                + "{\"name\":\"f\",\"arguments\":{\"x\":1.10}}}]},\"logprobs\":[{\"token\":\"Hel\"}],\"done\":false}\n"
                + "{\"model\":\"m\",\"message\":{\"content\":\"lo\",\"tool_calls\":[{\"function\":{\"name\":\"g\","
                + "\"arguments\":{}}}]},\"logprobs\":[{\"token\":\"lo\"}],\"done\":true,\"done_reason\":\"length\","
                + "\"eval_count\":3,\"future\":[7]}\n");

        String body = herd.post("/api/chat", CHAT + ",\"stream\":false}").body();

        assertThat(at(body, "message.content")).isEqualTo("\"Hello\"");
        assertThat(at(body, "message.thinking")).isEqualTo("\"hm\"");
        assertThat(at(body, "message.tool_calls.0.function.arguments")).isEqualTo("{\"x\":1.10}");
        assertThat(at(body, "message.tool_calls.1.function.name")).isEqualTo("\"g\"");
        assertThat(at(body, "logprobs")).isEqualTo("[{\"token\":\"Hel\"},{\"token\":\"lo\"}]");
        assertThat(at(body, "done_reason")).isEqualTo("\"length\"");
        assertThat(at(body, "eval_count")).isEqualTo("3");
        assertThat(at(body, "future")).isEqualTo("[7]");
        assertThat(body).doesNotContain("\"response\"");
    }

    @Test
    void passesAStreamThroughByteForByte() {
        List<String> lines = List.of(
                "{\"model\":\"m\", \"message\":{\"content\":\"a\"},\"new_field\":1.10,\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"b\"},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n");
        a.says(lines);

        HttpResponse<String> answer = herd.post("/api/chat", CHAT + "}");

        assertThat(answer.body()).isEqualTo(String.join("", lines));
        assertThat(header(answer, "Content-Type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void triesAnotherNodeWhenOneFailsBeforeItsFirstWord() {
        a.always(Fault.status(500, "{\"error\":\"llama runner process has terminated\"}"));

        HttpResponse<String> answer = herd.post("/api/chat", CHAT + "}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("B");
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("1");
        String trace = herd.trace(answer);
        assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
        assertThat(at(trace, "attempts.0.node")).isEqualTo("\"A\"");
        assertThat(at(trace, "attempts.0.outcome")).isEqualTo("\"failed\"");
        assertThat(at(trace, "attempts.1.outcome")).isEqualTo("\"served\"");
        assertThat(a.running()).isZero();
        assertThat(herd.running()).isZero();
    }

    @Test
    void saysSoWhenAllNodesFail() {
        a.always(Fault.status(500, "{\"error\":\"runner one died\"}"));
        b.always(Fault.status(500, "{\"error\":\"runner two died\"}"));

        HttpResponse<String> ollama = herd.post("/api/chat", CHAT + "}");
        HttpResponse<String> openAi = herd.post("/v1/chat/completions", CHAT + "}");

        assertThat(ollama.statusCode()).isEqualTo(502);
        assertThat(at(ollama.body(), "error")).contains("died");
        assertThat(openAi.statusCode()).isEqualTo(502);
        assertThat(at(openAi.body(), "error.type")).isEqualTo("\"api_error\"");
        assertThat(at(herd.trace(ollama), "outcome")).isEqualTo("\"failed\"");
    }

    @Test
    void takesAFiveHundredThatTwoNodesGiveForTheRequestsOwn() {
        a.always(Fault.status(500, "{\"error\":\"strange request\"}"));
        b.always(Fault.status(500, "{\"error\":\"strange request\"}"));
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = herd.post("/api/chat", CHAT + "}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(at(answer.body(), "error")).isEqualTo("\"strange request\"");
        }
        a.always(null);
        b.always(null);

        HttpResponse<String> next = herd.post("/api/chat", CHAT + "}");

        assertThat(next.statusCode()).as("no breaker opened").isEqualTo(200);
        assertThat(header(next, "X-Fleet-Retries")).isEqualTo("0");
    }

    @Test
    void endsACutStreamWithAnErrorLine() {
        for (Fault fault : List.of(
                new Fault.CloseAfter(2),
                new Fault.ResetAfter(2),
                new Fault.NoTerminator(),
                new Fault.MalformedAfter(2),
                new Fault.ErrorAfter(2, "runner killed"))) {
            a.next(fault);
            b.next(fault);

            HttpResponse<String> answer = herd.post("/api/chat", CHAT + "}", "X-Herd-Node", "A");

            String[] lines = answer.body().strip().split("\n");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(lines[lines.length - 1]).as("after %s", fault).contains("\"error\":");
            assertThat(answer.body().split("\"error\"", -1))
                    .as("said once, %s", fault)
                    .hasSize(2);
            assertThat(answer.body()).doesNotContain("\"done\":true");
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
            herd.close();
            herd = TestHerd.start(home.resolve("again" + fault.hashCode()), a.url() + ",name=A", b.url() + ",name=B");
        }
    }

    @Test
    void answersACutWholeAnswerWithAnError() {
        a.next(new Fault.CloseAfter(1));

        HttpResponse<String> answer = herd.post("/api/chat", CHAT + ",\"stream\":false}", "X-Herd-Node", "A");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"error\"");
        assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
    }

    @Test
    void passesOnThatAllServersAreFullWithoutBlame() {
        Fault full =
                Fault.status(503, "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}");
        a.always(full);
        b.always(full);

        HttpResponse<String> answer = herd.post("/api/chat", CHAT + "}");

        assertThat(answer.statusCode()).isIn(429, 503);
        assertThat(header(answer, "Retry-After")).matches("\\d+");
        assertThat(a.seen("/api/chat")).hasSizeLessThanOrEqualTo(1);
        assertThat(b.seen("/api/chat")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void neverAnswersWithAnotherModelUnlessAsked() {
        HttpResponse<String> cold =
                herd.post("/api/chat", CHAT.replace("\"m\"", "\"cold-x\"") + ",\"fallback_models\":[\"m\"]}");
        HttpResponse<String> bare = herd.post("/api/chat", CHAT + "}");

        assertThat(header(cold, "X-Fleet-Node")).isEqualTo("B");
        assertThat(header(cold, "X-Fleet-Fallback")).isEqualTo("false");
        assertThat(header(cold, "X-Fleet-Served-Model")).startsWith("cold-x");
        assertThat(header(bare, "X-Fleet-Fallback")).isEqualTo("false");
        assertThat(b.last("/api/chat").body()).doesNotContain("fallback_models");
        b.stop();
        HttpResponse<String> fallback =
                herd.post("/api/chat", CHAT.replace("\"m\"", "\"cold-x\"") + ",\"fallback_models\":[\"m\"]}");
        HttpResponse<String> none = herd.post("/api/chat", CHAT.replace("\"m\"", "\"cold-x\"") + "}");
        assertThat(header(fallback, "X-Fleet-Node")).isEqualTo("A");
        assertThat(header(fallback, "X-Fleet-Fallback")).isEqualTo("true");
        assertThat(header(fallback, "X-Fleet-Requested-Model")).isEqualTo("cold-x");
        assertThat(none.statusCode()).isIn(502, 503);
    }

    @Test
    void keepsTheWindowOfALoadedRunner() {
        for (String options : List.of(",\"options\":{\"num_ctx\":4096}", ",\"options\":{\"seed\":1.0}", "")) {
            HttpResponse<String> answer = herd.post("/api/chat", CHAT + options + "}", "X-Herd-Node", "A");
            assertThat(at(a.last("/api/chat").body(), "options.num_ctx")).isEqualTo("8192");
            assertThat(header(answer, "X-Fleet-Protected"))
                    .isEqualTo("num_ctx %s->8192".formatted(options.contains("4096") ? "4096" : "unset"));
        }
        herd.post("/v1/chat/completions", CHAT + "}", "X-Herd-Node", "A");
        assertThat(at(a.last("/api/chat").body(), "options.num_ctx")).isEqualTo("8192");
        assertThat(a.reloads()).isZero();

        herd.post("/api/chat", CHAT + ",\"options\":{\"num_ctx\":32768}}", "X-Herd-Node", "A");
        assertThat(at(a.last("/api/chat").body(), "options.num_ctx")).isEqualTo("32768");
        assertThat(a.reloads()).isEqualTo(1);
    }

    @Test
    void unloadsOnEveryHolder() {
        HttpResponse<String> answer = herd.post("/api/generate", "{\"model\":\"m\",\"keep_alive\":0}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(at(answer.body(), "done_reason")).isEqualTo("\"unload\"");
        assertThat(at(answer.body(), "done")).isEqualTo("true");
        assertThat(a.seen("/api/generate")).hasSize(1);
        assertThat(b.seen("/api/generate")).hasSize(1);
        Await.until("nothing is loaded", () -> herd.get("/api/ps").body().equals("{\"models\":[]}"));
    }

    @Test
    void embedsInEachShape() {
        String old = herd.post("/api/embeddings", "{\"model\":\"e\",\"prompt\":\"x\"}")
                .body();
        String many = herd.post("/api/embed", "{\"model\":\"e\",\"input\":[\"x\",\"y\"]}")
                .body();
        String base64 = herd.post("/v1/embeddings", "{\"model\":\"e\",\"input\":\"x\",\"encoding_format\":\"base64\"}")
                .body();

        assertThat(at(old, "embedding")).isEqualTo("[0.25,-1.5,3.0]");
        assertThat(at(many, "embeddings")).isEqualTo("[[0.25,-1.5,0.0],[0.25,-1.5,1.0]]");
        assertThat(at(base64, "data.0.embedding")).isEqualTo("\"AACAPgAAwL8AAAAA\"");
        assertThat(at(base64, "usage.prompt_tokens")).isEqualTo("3");
    }
}
