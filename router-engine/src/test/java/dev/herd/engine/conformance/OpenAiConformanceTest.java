package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenAI's routes before an Ollama with `m`, and before a compatible server with `gpt-x`.
class OpenAiConformanceTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String M = "{\"model\":\"m\"," + HI;
    private static final String GPT = "{\"model\":\"gpt-x\"," + HI;

    @TempDir
    Path home;

    private FakeUpstream ollama = FakeUpstream.ollama();
    private FakeUpstream compatible = FakeUpstream.openAi();
    private TestHerd herd;

    @BeforeEach
    void start() {
        ollama = FakeUpstream.ollama(
                FakeModel.named("m").loaded(8192),
                FakeModel.named("e").able("embedding"),
                FakeModel.named("ns/name:tag"));
        compatible = FakeUpstream.openAi(FakeModel.named("gpt-x"));
        herd = TestHerd.start(home, ollama.url() + ",name=A", compatible.url() + ",name=C,kind=openai");
    }

    @AfterEach
    void stop() {
        herd.close();
        ollama.close();
        compatible.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /// The events' data, without the last `[DONE]` when there is one.
    private static List<String> events(String stream) {
        return Arrays.stream(stream.split("\n\n"))
                .map(event -> event.substring("data: ".length()))
                .filter(data -> !data.equals("[DONE]"))
                .toList();
    }

    @Test
    void translatesEveryFieldOntoOllamasChat() {
        herd.post(
                PATH,
                M + ",\"stream\":true,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
                        + "\"parameters\":{\"z\":1.10,\"a\":2}}}],\"stop\":[\"x\"],\"seed\":7,\"top_p\":0.50,"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":"
                        + "{\"type\":\"object\",\"zz\":1.0}}},\"reasoning_effort\":\"high\","
                        + "\"max_completion_tokens\":5,\"stream_options\":{\"include_usage\":true}}");

        String sent = ollama.last("/api/chat").body();
        assertThat(at(sent, "tools.0.function.parameters")).isEqualTo("{\"z\":1.10,\"a\":2}");
        assertThat(at(sent, "options.stop")).isEqualTo("[\"x\"]");
        assertThat(at(sent, "options.seed")).isEqualTo("7");
        assertThat(at(sent, "options.top_p")).isEqualTo("0.50");
        assertThat(at(sent, "options.num_predict")).isEqualTo("5");
        assertThat(at(sent, "options.num_ctx")).as("the pinned window").isEqualTo("8192");
        assertThat(at(sent, "format")).isEqualTo("{\"type\":\"object\",\"zz\":1.0}");
        assertThat(at(sent, "think")).isEqualTo("\"high\"");
    }

    @Test
    void speaksAStreamAsOllamasOwnShimDoes() {
        ollama.says(List.of(
                "{\"model\":\"m\",\"message\":{\"content\":\"\",\"thinking\":\"hm\"},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"yes\"},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"\",\"tool_calls\":[{\"id\":\"call_1\",\"function\":"
                        + "{\"index\":0,\"name\":\"f\",\"arguments\":{\"x\":1.10}}}]},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"\",\"tool_calls\":[{\"id\":\"call_2\",\"function\":"
                        + "{\"index\":0,\"name\":\"g\",\"arguments\":{}}}]},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\","
                        + "\"prompt_eval_count\":9,\"eval_count\":4}\n"));

        HttpResponse<String> answer =
                herd.post(PATH, M + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

        assertThat(header(answer, "Content-Type")).startsWith("text/event-stream");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(answer, "X-Accel-Buffering")).isEqualTo("no");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        List<String> events = events(answer.body());
        assertThat(events).hasSize(6);
        assertThat(events.stream().map(event -> at(event, "id")).distinct()).hasSize(1);
        assertThat(events.stream().map(event -> at(event, "created")).distinct())
                .hasSize(1);
        assertThat(at(events.get(0), "choices.0.delta.reasoning")).isEqualTo("\"hm\"");
        assertThat(at(events.get(0), "choices.0.delta.role")).isEqualTo("\"assistant\"");
        assertThat(at(events.get(1), "choices.0.delta.content")).isEqualTo("\"yes\"");
        assertThat(at(events.get(2), "choices.0.delta.tool_calls.0.function.arguments"))
                .isEqualTo("\"{\\\"x\\\":1.10}\"");
        assertThat(at(events.get(2), "choices.0.delta.tool_calls.0.index")).isEqualTo("0");
        assertThat(at(events.get(3), "choices.0.delta.tool_calls.0.index")).isEqualTo("1");
        assertThat(at(events.get(4), "choices.0.finish_reason")).isEqualTo("\"tool_calls\"");
        assertThat(at(events.get(5), "choices")).isEqualTo("[]");
        assertThat(at(events.get(5), "usage.total_tokens")).isEqualTo("13");
    }

    @Test
    void understandsASecondTurnWithToolCalls() {
        HttpResponse<String> answer = herd.post(
                PATH,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\","
                        + "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1.10}\"}}]},{\"role\":\"tool\","
                        + "\"tool_call_id\":\"call_1\",\"content\":\"42\"}]}");

        String sent = ollama.last("/api/chat").body();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(at(sent, "messages.1.content")).isEqualTo("\"\"");
        assertThat(at(sent, "messages.1.tool_calls.0.function.arguments")).isEqualTo("{\"x\":1.10}");
        assertThat(at(sent, "messages.2.tool_name")).isEqualTo("\"f\"");
    }

    @Test
    void passesTheServersRefusalOnWithItsWordsAndTriesNobodyElse() {
        for (String stream : List.of("true", "false")) {
            ollama.next(Fault.status(400, "{\"error\":\"\\\"m\\\" does not support tools\"}"));

            HttpResponse<String> answer = herd.post(PATH, M + ",\"stream\":" + stream + "}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(at(answer.body(), "error.message")).isEqualTo("\"\\\"m\\\" does not support tools\"");
            assertThat(at(answer.body(), "error.type")).isEqualTo("\"invalid_request_error\"");
            assertThat(at(answer.body(), "error.param")).isEqualTo("null");
            assertThat(at(answer.body(), "error.code")).isEqualTo("null");
            assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("0");
            assertThat(header(answer, "X-Fleet-Node")).isEqualTo("A");
            assertThat(at(herd.trace(answer), "attempts")).contains("\"refused\"");
        }
        assertThat(ollama.seen("/api/chat")).hasSize(2);
    }

    @Test
    void endsACutStreamWithAnErrorAndWithoutDone() {
        for (FakeUpstream server : List.of(ollama, compatible)) {
            for (Fault fault : List.of(
                    new Fault.CloseAfter(2),
                    new Fault.ResetAfter(2),
                    new Fault.NoTerminator(),
                    new Fault.MalformedAfter(2),
                    new Fault.ErrorAfter(2, "runner killed"))) {
                server.next(fault);

                HttpResponse<String> answer = herd.post(PATH, (server.equals(ollama) ? M : GPT) + ",\"stream\":true}");

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).as("after %s", fault).doesNotContain("[DONE]");
                List<String> events = events(answer.body());
                assertThat(at(events.getLast(), "error")).as("after %s", fault).isNotEqualTo("null");
                assertThat(answer.body().split("\"error\"", -1))
                        .as("said once, %s", fault)
                        .hasSize(2);
                assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
                // Three failures in a row would open the breaker.
                herd.post(PATH, (server.equals(ollama) ? M : GPT) + "}");
            }
        }
    }

    @Test
    void answersACutWholeAnswerWithAnError() {
        for (String body : List.of(M, GPT)) {
            (body.equals(M) ? ollama : compatible).next(new Fault.CloseAfter(1));

            HttpResponse<String> answer = herd.post(PATH, body + "}");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(at(answer.body(), "error.type")).isEqualTo("\"api_error\"");
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
        }
    }

    @Test
    void passesACompatibleServersStreamThroughByteForByte() {
        List<String> chunks = List.of(
                "data: {\"id\":\"x\", \"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"new\":1.10}\n\n",
                ": a comment\n\n",
                "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n");
        compatible.says(chunks);

        HttpResponse<String> answer = herd.post(PATH, GPT + ",\"stream\":true,\"future\":{\"k\":1.0}}");

        assertThat(answer.body()).isEqualTo(String.join("", chunks));
        assertThat(compatible.last(PATH).body()).isEqualTo(GPT + ",\"stream\":true,\"future\":{\"k\":1.0}}");
        assertThat(header(answer, "X-Fleet-Backend")).isEqualTo("openai");
    }

    @Test
    void servesOllamasRoutesFromACompatibleServer() {
        HttpResponse<String> whole =
                herd.post("/api/chat", GPT + ",\"stream\":false,\"options\":{\"num_predict\":9,\"temperature\":0.30}}");
        HttpResponse<String> stream = herd.post("/api/chat", GPT + "}");

        assertThat(at(whole.body(), "message.content")).isEqualTo("\"The fleet answers in order: größe ✓ done.\"");
        assertThat(at(whole.body(), "done")).isEqualTo("true");
        assertThat(at(whole.body(), "model")).isEqualTo("\"gpt-x\"");
        String sent = compatible.seen(PATH).getFirst().body();
        assertThat(at(sent, "max_tokens")).isEqualTo("9");
        assertThat(at(sent, "temperature")).isEqualTo("0.30");
        String[] lines = stream.body().strip().split("\n");
        assertThat(lines).hasSize(12);
        assertThat(at(lines[11], "done")).isEqualTo("true");
        assertThat(at(lines[11], "eval_count")).isEqualTo("11");
        assertThat(header(stream, "Content-Type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void findsModelsWhoseNamesHaveSlashes() {
        for (String path :
                List.of("/v1/models/ns/name:tag", "/v1/models/ns%2Fname:tag", "/v1/models/ns%2fname%3Atag")) {
            HttpResponse<String> one = herd.get(path);

            assertThat(one.statusCode()).as(path).isEqualTo(200);
            assertThat(at(one.body(), "id")).isEqualTo("\"ns/name:tag\"");
        }
        HttpResponse<String> missing = herd.get("/v1/models/ns%2Fnome:tag");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(at(missing.body(), "error.message"))
                .isEqualTo("\"model 'ns/nome:tag' not found, did you mean 'ns/name:tag'?\"");
        assertThat(at(missing.body(), "error.type")).isEqualTo("\"not_found_error\"");
    }

    @Test
    void listsTheModelsOfAllServers() {
        String list = herd.get("/v1/models").body();

        assertThat(at(list, "object")).isEqualTo("\"list\"");
        assertThat(list).contains("\"gpt-x\"").contains("\"ns/name:tag\"");
    }

    @Test
    void neverFetchesAnImage() {
        for (String body : List.of(M, GPT)) {
            HttpResponse<String> answer = herd.post(
                    PATH,
                    body.replace(
                                    "\"Hi\"",
                                    "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://169.254.169.254/x\"}}]")
                            + "}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(at(answer.body(), "error.type")).isEqualTo("\"invalid_request_error\"");
        }
        HttpResponse<String> own =
                herd.post("/api/chat", M.replace("\"Hi\"", "\"Hi\",\"images\":[\"http://169.254.169.254/x\"]") + "}");
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(ollama.seen("/api/chat")).isEmpty();
        assertThat(compatible.seen(PATH)).isEmpty();
    }

    @Test
    void refusesAnImageForAModelThatCannotSee() {
        HttpResponse<String> answer = herd.post(
                PATH,
                M.replace("\"Hi\"", "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]")
                        + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(at(answer.body(), "error.message")).isEqualTo("\"\\\"m\\\" does not support images\"");
        assertThat(ollama.seen("/api/chat")).isEmpty();
    }

    @Test
    void completesAndEmbeds() {
        String completion = herd.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"x\"}")
                .body();
        String embeddings = herd.post("/v1/embeddings", "{\"model\":\"e\",\"input\":[\"x\",\"y\"]}")
                .body();

        assertThat(at(completion, "object")).isEqualTo("\"text_completion\"");
        assertThat(at(completion, "choices.0.text")).isEqualTo("\"The fleet answers in order: größe ✓ done.\"");
        assertThat(at(embeddings, "data.1.embedding")).isEqualTo("[0.25,-1.5,1.0]");
    }
}
