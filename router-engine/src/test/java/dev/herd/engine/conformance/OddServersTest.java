package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A compatible server that ends its streams without `[DONE]`, or answers whole where a stream was asked for.
class OddServersTest {
    private static final String ASK =
            "{\"model\":\"gpt-x\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final List<String> NO_DONE = List.of(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}\n\n");

    @TempDir
    Path home;

    private FakeUpstream server = FakeUpstream.openAi();
    private TestHerd herd;

    @BeforeEach
    void start() {
        server = FakeUpstream.openAi(FakeModel.named("gpt-x"));
        herd = TestHerd.start(home, server.url() + ",name=C,kind=openai");
    }

    @AfterEach
    void stop() {
        herd.close();
        server.close();
    }

    @Test
    void aStreamThatEndsBehindItsFinishReasonIsComplete() {
        server.says(NO_DONE).says(NO_DONE);

        HttpResponse<String> lines = herd.post("/api/chat", ASK);
        HttpResponse<String> events = herd.post("/v1/chat/completions", ASK);

        assertThat(lines.body().lines().toList().getLast())
                .contains("\"done\":true")
                .contains("\"eval_count\":1");
        assertThat(events.body()).isEqualTo(String.join("", NO_DONE));
        for (HttpResponse<String> answer : List.of(lines, events)) {
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"completed\"");
            assertThat(at(herd.trace(answer), "tokens.prompt")).isEqualTo("5");
        }
    }

    @Test
    void aStreamThatBreaksBehindItsFinishReasonIsNotTakenForComplete() {
        server.says(NO_DONE).next(new Fault.CloseAfter(2));

        HttpResponse<String> answer = herd.post("/api/chat", ASK);

        assertThat(answer.body()).doesNotContain("\"done\":true");
        assertThat(answer.body().lines().toList().getLast()).startsWith("{\"error\":");
        assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
    }

    @Test
    void aWholeAnswerBecomesTheStreamThatWasAskedFor() {
        String whole = "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                + "\"assistant\",\"content\":\"all at once\"},\"finish_reason\":\"stop\"}]}";
        server.next(new Fault.Status(200, whole, Map.of()));

        HttpResponse<String> answer = herd.post("/v1/chat/completions", ASK);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(answer.body())
                .startsWith("data: {")
                .contains("\"delta\":{\"role\":\"assistant\",\"content\":\"all at once\"}");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    }
}
