package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that thinks first keeps room for an answer, whatever limit its client set for one.
class ThinkingTest {
    private static final String HI = "\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String THOUGHT = "{\"model\":\"thinker\",\"created_at\":\"2026-11-23T13:41:14Z\",\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"word \",\"thinking\":\"word word word \"},\"done\":true,"
            + "\"done_reason\":\"stop\",\"eval_count\":4000,\"prompt_eval_count\":24}";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(
                FakeModel.named("thinker").able("completion", "thinking").loaded(8192),
                FakeModel.named("plain").able("completion").loaded(8192),
                FakeModel.named("unstated").able().loaded(8192),
                FakeModel.named("tight")
                        .able("completion", "thinking")
                        .trainedFor(512)
                        .loaded(512));
        herd = TestHerd.start(home, a.url() + ",name=A");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
    }

    private static String told(HttpResponse<?> response) {
        return response.headers()
                .firstValue("X-Fleet-Protected")
                .orElse("")
                .replaceFirst("num_ctx unset->\\d+(, )?", "");
    }

    private void expects(String path, String request, String limit, String change) {
        HttpResponse<String> answer = herd.post(path, "{" + request + "}");
        String sent = a.all().stream()
                .filter(seen -> seen.path().equals("/api/chat") || seen.path().equals("/api/generate"))
                .toList()
                .getLast()
                .body();

        assertThat(answer.statusCode()).as(request).isEqualTo(200);
        assertThat(at(sent, "options")).as(request).contains("\"num_predict\":" + limit);
        assertThat(told(answer)).as(request).isEqualTo(change);
    }

    @Test
    void aSmallLimitLeavesRoomBehindTheThoughts() {
        String thinker = "\"model\":\"thinker\",";
        expects("/api/chat", thinker + HI + ",\"options\":{\"num_predict\":100}", "1124", "num_predict 100->1124");
        expects(
                "/api/chat",
                thinker + HI + ",\"think\":\"high\",\"options\":{\"num_predict\":100}",
                "1124",
                "num_predict 100->1124");
        expects(
                "/api/generate",
                thinker + "\"stream\":false,\"prompt\":\"Hi\",\"options\":{\"num_predict\":3,\"seed\":1.0}",
                "1027",
                "num_predict 3->1027");
        String chat = "/v1/chat/completions";
        expects(chat, thinker + HI + ",\"max_tokens\":100", "1124", "num_predict 100->1124");
        expects(chat, thinker + HI + ",\"max_completion_tokens\":100", "1124", "num_predict 100->1124");
        expects(
                chat,
                thinker + HI + ",\"max_tokens\":100,\"reasoning_effort\":\"low\"",
                "1124",
                "num_predict 100->1124");
        expects("/v1/completions", thinker + "\"prompt\":\"Hi\",\"max_tokens\":7", "1031", "num_predict 7->1031");
    }

    @Test
    void aLimitThatIsLargeOrReckonsWithThoughtsIsItsClientsOwn() {
        String thinker = "\"model\":\"thinker\",";
        expects("/api/chat", thinker + HI + ",\"options\":{\"num_predict\":4096}", "4096", "");
        expects("/api/chat", thinker + HI + ",\"options\":{\"num_predict\":-1}", "-1", "");
        String chat = "/v1/chat/completions";
        expects(chat, thinker + HI + ",\"max_completion_tokens\":100,\"reasoning_effort\":\"high\"", "100", "");
    }

    @Test
    void withoutThoughtsNothingChanges() {
        String limit = ",\"options\":{\"num_predict\":100}";
        expects("/api/chat", "\"model\":\"plain\"," + HI + limit, "100", "");
        expects("/api/chat", "\"model\":\"unstated\"," + HI + limit, "100", "");
        expects("/api/chat", "\"model\":\"thinker\",\"think\":false," + HI + limit, "100", "");
        expects(
                "/api/generate",
                "\"model\":\"thinker\",\"raw\":true,\"stream\":false,\"prompt\":\"Hi\"" + limit,
                "100",
                "");
        String chat = "/v1/chat/completions";
        String thinker = "\"model\":\"thinker\"," + HI + ",\"max_tokens\":100";
        expects(chat, thinker + ",\"reasoning_effort\":\"none\"", "100", "");
        expects(chat, thinker + ",\"reasoning\":{\"effort\":\"none\"}", "100", "");
        expects(chat, thinker + ",\"chat_template_kwargs\":{\"enable_thinking\":false}", "100", "");
    }

    @Test
    void theWindowBoundsTheRoom() {
        expects(
                "/api/chat",
                "\"model\":\"tight\"," + HI + ",\"options\":{\"num_predict\":100}",
                "511",
                "num_predict 100->511");
    }

    @Test
    void learnsHowMuchIsThought() {
        String request = "\"model\":\"thinker\"," + HI + ",\"options\":{\"num_predict\":100}";
        a.saysWhole(THOUGHT);
        HttpResponse<String> answer = herd.post("/api/chat", "{" + request + "}");
        assertThat(answer.body()).isEqualTo(THOUGHT);

        // Three quarters of 4000 tokens were thoughts.
        expects("/api/chat", request, "6100", "num_predict 100->6100");
        expects("/api/chat", request + ",\"tools\":[]", "6100", "num_predict 100->6100");
    }
}
