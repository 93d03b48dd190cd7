package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.RawClient.Answer;
import dev.herd.engine.testing.TestHerd;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever bytes are sent: an answer below 500 or an end of the connection, and Herd goes on.
class MalformedTest {
    private static final int ROUNDS = 400;

    @TempDir
    static Path home;

    private static FakeUpstream server = FakeUpstream.ollama();
    private static TestHerd herd;

    @BeforeAll
    static void start() {
        server = FakeUpstream.ollama(
                FakeModel.named("m").able("completion", "tools", "vision"),
                FakeModel.named("e").able("embedding"));
        herd = TestHerd.start(home, server.url() + ",name=A,slots=8");
    }

    @AfterAll
    static void stop() {
        herd.close();
        server.close();
    }

    /// Requests that say all that a route understands, for mutation.
    private static String full(String path) {
        return switch (path) {
            case "/api/chat" ->
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"x\"},{\"role\":\"user\",\"content\":"
                        + "\"Hi\",\"images\":[\"AAAA\"]},{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":"
                        + "[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1.10}}}]},{\"role\":\"tool\",\"content\":"
                        + "\"4\",\"tool_name\":\"f\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                        + "\"format\":{\"type\":\"object\"},\"options\":{\"num_ctx\":4096,\"temperature\":0.5,\"stop\":"
                        + "[\"x\"],\"num_gpu\":1},\"keep_alive\":\"5m\",\"think\":true,\"stream\":false,"
                        + "\"metadata\":{\"tags\":[\"a\"],\"k\":1},\"fallback_models\":[\"e\"],\"user\":\"u\"}";
            case "/api/generate" ->
                "{\"model\":\"m\",\"prompt\":\"Hi\",\"suffix\":\"x\",\"system\":\"s\",\"images\":[\"AAAA\"],\"raw\":true,"
                        + "\"context\":[1,2],\"options\":{\"num_predict\":3},\"keep_alive\":0,\"logprobs\":true}";
            case "/api/embed" -> "{\"model\":\"e\",\"input\":[\"a\",\"b\"],\"truncate\":true,\"dimensions\":3}";
            case "/api/embeddings" -> "{\"model\":\"e\",\"prompt\":\"a\",\"options\":{}}";
            case "/v1/chat/completions" ->
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}]},{\"role\":\"tool\","
                        + "\"tool_call_id\":\"c\",\"content\":\"4\"}],\"tools\":[{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"f\"}}],\"tool_choice\":\"auto\",\"response_format\":{\"type\":\"json_schema\","
                        + "\"json_schema\":{\"name\":\"s\",\"schema\":{}}},\"stop\":[\"x\"],\"seed\":1,\"top_p\":0.5,"
                        + "\"reasoning_effort\":\"high\",\"stream_options\":{\"include_usage\":true},\"stream\":true,"
                        + "\"logprobs\":true,\"top_logprobs\":2,\"max_completion_tokens\":4,\"options\":{\"num_ctx\":9}}";
            case "/v1/completions" ->
                "{\"model\":\"m\",\"prompt\":\"Hi\",\"suffix\":\"x\",\"max_tokens\":3,\"logprobs\":1,\"stream\":true}";
            case "/v1/embeddings" ->
                "{\"model\":\"e\",\"input\":[\"a\"],\"encoding_format\":\"base64\",\"dimensions\":3}";
            case "/fleet/nodes/A/resume" -> "{\"for\":\"1h\"}";
            default -> "{\"model\":\"m\",\"verbose\":true}";
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/chat",
                "/api/generate",
                "/api/embed",
                "/api/embeddings",
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/embeddings",
                "/api/show",
                "/fleet/nodes/A/resume"
            })
    void neverFailsWhateverTheBody(String path) {
        Random chance = new Random(path.hashCode());
        byte[] good = full(path).getBytes(StandardCharsets.UTF_8);
        RawClient client = RawClient.to(herd);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = mutated(good, chance);
            Answer answer = client.send(RawClient.head("POST", path, "Content-Length: " + body.length))
                    .send(body)
                    .answer();
            assertThat(answer.status())
                    .as("%s with %s answered %s", path, new String(body, StandardCharsets.UTF_8), answer.body())
                    .isLessThan(500);
            assertThat(answer.body()).doesNotContain("Exception", "tools.jackson", "java.lang", "dev.herd");
        }
        client.close();
    }

    private static byte[] mutated(byte[] good, Random chance) {
        byte[] body = good.clone();
        int kind = chance.nextInt(5);
        int at = chance.nextInt(body.length);
        return switch (kind) {
            case 0 -> java.util.Arrays.copyOf(body, at);
            case 1 -> {
                for (int i = chance.nextInt(4); i >= 0; i--) {
                    body[chance.nextInt(body.length)] = (byte) chance.nextInt(256);
                }
                yield body;
            }
            case 2 -> spliced(body, at, PIECES.get(chance.nextInt(PIECES.size())), 0);
            case 3 -> spliced(body, at, PIECES.get(chance.nextInt(PIECES.size())), chance.nextInt(20));
            default -> valueSwapped(new String(body, StandardCharsets.UTF_8), chance);
        };
    }

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "\\u",
            "\\ud800",
            "\\u0000",
            ",",
            ":",
            "null",
            "true",
            "1e999",
            "-",
            "0x1",
            "99999999999999999999999",
            "\u0000",
            "\n",
            "/*x*/",
            "[".repeat(600),
            "{\"a\":".repeat(600),
            "é",
            "\uFEFF",
            "1".repeat(1200),
            "-0.0",
            "\"\"",
            "{}",
            "[]",
            "\"" + "k".repeat(60_000) + "\":1,");

    private static byte[] spliced(byte[] body, int at, String piece, int cut) {
        var out = new ByteArrayOutputStream();
        out.write(body, 0, at);
        out.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
        int rest = Math.min(body.length, at + cut);
        out.write(body, rest, body.length - rest);
        return out.toByteArray();
    }

    /// Another value in the place of one, so that the JSON stays sound and its types do not.
    private static byte[] valueSwapped(String body, Random chance) {
        List<String> values = List.of(
                "null",
                "true",
                "7",
                "-1",
                "1.5e300",
                "\"x\"",
                "[]",
                "{}",
                "[null]",
                "{\"a\":[1]}",
                "[[[]]]",
                "\"\\ud83d\"",
                "\"" + "y".repeat(3000) + "\"",
                "1".repeat(1200),
                "[".repeat(700) + "]".repeat(700));
        String[] parts = body.split("(?<=:)", -1);
        int which = 1 + chance.nextInt(parts.length - 1);
        parts[which] = parts[which].replaceFirst(
                "^(\"[^\"]*\"|true|false|null|[-0-9.]+|\\[[^\\[\\]{}]*\\]|\\{[^{}\\[\\]]*\\})",
                java.util.regex.Matcher.quoteReplacement(values.get(chance.nextInt(values.size()))));
        return String.join("", parts).getBytes(StandardCharsets.UTF_8);
    }

    private static final List<String> NO_HTTP = List.of(
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "get / http/1.1\r\n\r\n",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n{}",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n{}",
            "GET /% HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v1/models/%ff%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/tags?%zz=%%& HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(500) + "\r\n",
            "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001",
            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n",
            "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    @Test
    void outlivesRequestsThatAreNoHttp() {
        Random chance = new Random(7);
        for (String head : NO_HTTP) {
            survive(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] good = RawClient.post("/api/chat", full("/api/chat")).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] request = good.clone();
            for (int j = chance.nextInt(6); j >= 0; j--) {
                request[chance.nextInt(Math.min(request.length, 90))] = (byte) chance.nextInt(256);
            }
            survive(request);
        }
        assertThat(herd.get("/").body()).isEqualTo("Ollama is running");
        assertThat(herd.running()).isZero();
    }

    /// Sends it and its end; what comes back, if anything, is no failure of Herd.
    private static void survive(byte[] request) {
        try (RawClient client = RawClient.to(herd)) {
            client.offer(request);
            client.halfClose();
            String answer = client.rest();
            assertThat(answer)
                    .as(new String(request, StandardCharsets.ISO_8859_1))
                    .doesNotStartWith("HTTP/1.1 500")
                    .doesNotContain("Exception", "java.lang", "dev.herd");
        } catch (UncheckedIOException reset) {
            // The connection was ended, which is an answer too.
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void answersOddQueries() {
        for (String query : List.of(
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=99999999999999999999",
                "before=0",
                "before=x",
                "before=-9223372036854775808",
                "limit=1e3")) {
            assertThat(herd.get("/fleet/requests?" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
        for (String query : List.of(
                "limit=4294967297",
                "limit=9223372036854775807",
                "before=9223372036854775807",
                "model=%27%20OR%201=1--",
                "node=%00",
                "outcome=nothing",
                "tag=%25",
                "unknown=1",
                "limit=",
                "limit=1&limit=2")) {
            assertThat(herd.get("/fleet/requests?" + query).statusCode())
                    .as(query)
                    .isEqualTo(200);
        }
        for (String id : List.of("none", "%00", "..%2f..", "'--", "r-".repeat(1000))) {
            assertThat(herd.get("/fleet/requests/" + id).statusCode()).isEqualTo(404);
            assertThat(herd.delete("/fleet/requests/" + id).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answersOddPauses() {
        for (String body : List.of(
                "{\"for\":\"soon\"}",
                "{\"for\":\"-1h\"}",
                "{\"for\":7}",
                "{\"for\":\"99999999999999h\"}",
                "{\"for\":\"1e9\"}",
                "{\"for\":\"0s\"}",
                "[]",
                "{")) {
            assertThat(herd.post("/fleet/nodes/A/pause", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(herd.post("/fleet/nodes/none/pause", "").statusCode()).isEqualTo(404);
        assertThat(herd.status("nodes.0.state")).isEqualTo("\"up\"");
    }
}
