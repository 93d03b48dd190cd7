package dev.herd.app.queues;

import static dev.herd.app.testing.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurlTextTest {
    private static final String HERE = "http://localhost:11435";

    private static String curl(Requests request) {
        return CurlText.of(request.trace(), HERE);
    }

    @Test
    void aStreamedChatIsThatChatAgain() {
        assertThat(curl(request("r-1").asks("qwen3:8b")))
                .isEqualTo("curl -N http://localhost:11435/v1/chat/completions -H 'Content-Type: application/json'"
                        + " -d '{\"model\":\"qwen3:8b\",\"messages\":[{\"role\":\"user\",\"content\":\"<your messages>\"}],"
                        + "\"stream\":true}'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ollama    | /api/chat            | true  | "messages":[{"role":"user","content":"<your messages>"}]}
            ollama    | /api/chat            | false | "messages":[{"role":"user","content":"<your messages>"}],"stream":false}
            ollama    | /api/generate        | false | "prompt":"<your prompt>","stream":false}
            ollama    | /api/embed           | false | "input":"<your prompt>"}
            ollama    | /api/embeddings      | false | "prompt":"<your prompt>"}
            openai    | /v1/chat/completions | false | "messages":[{"role":"user","content":"<your messages>"}]}
            openai    | /v1/completions      | true  | "prompt":"<your prompt>","stream":true}
            openai    | /v1/embeddings       | false | "input":"<your prompt>"}
            openai    | /v1/responses        | false | "input":"<your prompt>"}
            anthropic | /v1/messages         | true  | "messages":[{"role":"user","content":"<your messages>"}],"stream":true}
            """)
    void eachRouteHasItsOwnBody(String dialect, String path, boolean streams, String end) {
        String curl = curl(request("r-1").through(dialect, path, streams));

        assertThat(curl)
                .contains(HERE + path + " ")
                .contains("{\"model\":\"qwen3-coder:30b\",")
                .endsWith(end + "'");
        assertThat(curl.contains(" -N ")).isEqualTo(streams);
    }

    @Test
    void anthropicsRouteGetsWhatItRefusesToBeWithout() {
        assertThat(curl(request("r-1").through("anthropic", "/v1/messages", false)))
                .contains("-H 'anthropic-version: 2023-06-01'")
                .contains("\"max_tokens\":1024,");
    }

    @Test
    void theModelIsSpelledAsItsClientSpelledIt() {
        assertThat(curl(request("r-1").asks("Qwen3").serves("qwen3:8b"))).contains("{\"model\":\"Qwen3\",");
        assertThat(curl(request("r-1").asks(""))).contains("{\"model\":\"<your model>\",");
    }

    @Test
    void tagsUrgencyAndTheNeedOfAKeyGoAlong() {
        assertThat(curl(request("r-1").from("key", "repo:herd", "nightly").urgency("batch")))
                .contains("-H 'X-Herd-Tags: repo:herd,nightly'")
                .contains("-H 'X-Herd-Priority: batch'")
                .contains("-H 'Authorization: Bearer <your key>'");
        assertThat(curl(request("r-1"))).doesNotContain("X-Herd-").doesNotContain("Authorization");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whateverIsInANameReachesTheServerAsItIs() throws IOException, InterruptedException {
        String name = "it's \"$HOME\" `x` \\ \t!";
        String body = printedByAShell(curl(request("r-1").asks(name)));

        assertThat(body).contains("{\"model\":\"it's \\\"$HOME\\\" `x` \\\\ \\u0009!\",");
    }

    /// What a shell makes of the line's last word.
    private static String printedByAShell(String line) throws IOException, InterruptedException {
        String script = "curl() { shift $(($# - 1)); printf %s \"$1\"; }\n" + line;
        Process shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        return printed;
    }

    @Test
    void theFirstRequestGoesToAModelThatIsLoaded() {
        String first = CurlText.first(new Fleets()
                .node(
                        QueueMoments.node(
                                "Mini", QueueMoments.model("a-cold:1b", 1), QueueMoments.loaded("warm:latest", 1)),
                        QueueMoments.VITALS)
                .now());

        assertThat(first)
                .startsWith("curl http://localhost:11435/v1/chat/completions ")
                .contains("\"model\":\"warm\"");
    }

    @Test
    void withoutAnyModelTheFirstRequestLeavesItsNameOpen() {
        assertThat(CurlText.first(Fleets.empty())).contains("\"model\":\"<your model>\"");
    }
}
