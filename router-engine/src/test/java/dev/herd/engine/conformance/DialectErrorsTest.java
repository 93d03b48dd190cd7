package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.RawClient.Answer;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused before any model server hears of it, in the shape of the path it was asked on.
class DialectErrorsTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    /// Every route that runs a model, with a request it serves.
    static final Map<String, String> SERVED = Map.of(
            "/api/chat", "{\"model\":\"m\"," + HI + "}",
            "/api/generate", "{\"model\":\"m\",\"prompt\":\"Hi\"}",
            "/api/embed", "{\"model\":\"e\",\"input\":\"Hi\"}",
            "/api/embeddings", "{\"model\":\"e\",\"prompt\":\"Hi\"}",
            "/v1/chat/completions", "{\"model\":\"m\"," + HI + "}",
            "/v1/completions", "{\"model\":\"m\",\"prompt\":\"Hi\"}",
            "/v1/embeddings", "{\"model\":\"e\",\"input\":\"Hi\"}");

    /// A request to that path that is served.
    private static String request(String path) {
        return Objects.requireNonNull(SERVED.get(path), path);
    }

    @TempDir
    static Path home;

    private static FakeUpstream server = FakeUpstream.ollama();
    private static TestHerd herd;

    @BeforeAll
    static void start() {
        server = FakeUpstream.ollama(
                FakeModel.named("m").trainedFor(2048), FakeModel.named("e").able("embedding"));
        herd = TestHerd.start(home, server.url() + ",name=A");
    }

    @AfterAll
    static void stop() {
        herd.close();
        server.close();
    }

    /// The message of an error in the path's own shape; fails when it has another.
    static String message(String path, String body) {
        if (path.startsWith("/v1/messages")) {
            assertThat(at(body, "type")).isEqualTo("\"error\"");
            assertThat(at(body, "error.type")).startsWith("\"");
            return at(body, "error.message");
        }
        if (path.startsWith("/v1")) {
            assertThat(at(body, "error.type")).startsWith("\"");
            assertThat(at(body, "error.param")).isEqualTo("null");
            at(body, "error.code");
            return at(body, "error.message");
        }
        assertThat(at(body, "error")).startsWith("\"");
        return at(body, "error");
    }

    @Test
    void everyRouteServesItsPlainRequest() {
        SERVED.forEach((path, body) ->
                assertThat(herd.post(path, body).statusCode()).as(path).isEqualTo(200));
    }

    @Test
    void refusesBodiesThatAreNoObject() {
        for (String path : SERVED.keySet()) {
            for (String body : List.of(
                    "",
                    " ",
                    "{",
                    "{\"model\":\"m\"",
                    "[]",
                    "null",
                    "\"m\"",
                    "7",
                    "nonsense",
                    "{\"model\":\"m\"} {}",
                    "{'model':'m'}",
                    "{\"model\":\"m\",}",
                    "{\"model\":\"m\",\"prompt\":NaN}",
                    "\u0000\u0000")) {
                HttpResponse<String> answer = herd.post(path, body);

                assertThat(answer.statusCode()).as("%s with %s", path, body).isEqualTo(400);
                assertThat(message(path, answer.body())).isNotBlank();
                assertThat(answer.body()).doesNotContain("detail", "Exception", "tools.jackson", "\tat ");
                assertThat(answer.headers().firstValue("X-Fleet-Request")).isPresent();
                assertThat(answer.headers().firstValue("X-Fleet-Node")).isEmpty();
            }
        }
    }

    @Test
    void refusesValuesOfTheWrongType() {
        for (String path : SERVED.keySet()) {
            for (String members : List.of(
                    "\"model\":7",
                    "\"model\":[\"m\"]",
                    "\"model\":\"\"",
                    "\"model\":null",
                    "\"x\":1",
                    "\"model\":\"m\",\"fallback_models\":\"m\"",
                    "\"model\":\"m\",\"fallback_models\":[7]")) {
                HttpResponse<String> answer =
                        herd.post(path, request(path).replaceFirst("\"model\":\"[me]\"", members));

                assertThat(answer.statusCode()).as("%s with %s", path, members).isEqualTo(400);
                message(path, answer.body());
            }
        }
    }

    @Test
    void refusesAKeyThatStandsTwiceHoweverItIsSpelled() {
        for (String path : SERVED.keySet()) {
            for (String twice : List.of("\"model\":\"x\",", "\"Model\":\"x\",", "\"MODEL\":null,")) {
                HttpResponse<String> answer =
                        herd.post(path, "{" + twice + request(path).substring(1));

                assertThat(answer.statusCode()).as("%s with %s", path, twice).isEqualTo(400);
                assertThat(message(path, answer.body())).contains("model");
            }
        }
        assertThat(herd.post(
                                "/api/chat",
                                "{\"stream\":true,\"Stream\":false,"
                                        + request("/api/chat").substring(1))
                        .statusCode())
                .isEqualTo(400);
        assertThat(herd.post(
                                "/api/chat",
                                "{\"unread\":1,\"unread\":2,"
                                        + request("/api/chat").substring(1))
                        .statusCode())
                .as("a key that Herd does not read is the server's affair")
                .isEqualTo(200);
    }

    @Test
    void doesNotCareForTheContentType() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x")) {
            SERVED.forEach((path, body) -> assertThat(
                            herd.post(path, body, "Content-Type", type).statusCode())
                    .as("%s as %s", path, type)
                    .isEqualTo(200));
        }
    }

    @Test
    void namesCloseMatchesOfAModelThatIsNotThere() {
        HttpResponse<String> chat = herd.post("/api/chat", "{\"model\":\"mm\"," + HI + "}");
        HttpResponse<String> embed = herd.post("/api/embed", "{\"model\":\"quite-another\",\"input\":\"x\"}");
        HttpResponse<String> openAi = herd.post("/v1/chat/completions", "{\"model\":\"quite-another\"," + HI + "}");

        assertThat(chat.statusCode()).isEqualTo(404);
        assertThat(at(chat.body(), "error")).isEqualTo("\"model 'mm' not found, did you mean 'm'?\"");
        assertThat(at(embed.body(), "error"))
                .isEqualTo("\"model \\\"quite-another\\\" not found, try pulling it first\"");
        assertThat(openAi.statusCode()).isEqualTo(404);
        assertThat(at(openAi.body(), "error.message")).isEqualTo("\"model 'quite-another' not found\"");
        assertThat(at(openAi.body(), "error.type")).isEqualTo("\"not_found_error\"");
    }

    @Test
    void takesNoNameThatNoModelCanHave() {
        HttpResponse<String> answer = herd.post("/api/chat", "{\"model\":\"" + "x".repeat(50_000) + "\"," + HI + "}");

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).hasSizeLessThan(2000);
        assertThat(herd.trace(answer)).hasSizeLessThan(4000);
    }

    @Test
    void refusesAPromptThatFitsNowhere() {
        HttpResponse<String> openAi = herd.post(
                "/v1/chat/completions", request("/v1/chat/completions").replace("Hi", "word ".repeat(20_000)));
        HttpResponse<String> own =
                herd.post("/api/generate", request("/api/generate").replace("Hi", "word ".repeat(20_000)));

        assertThat(openAi.statusCode()).isEqualTo(400);
        assertThat(at(openAi.body(), "error.code")).isEqualTo("\"context_length_exceeded\"");
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(at(own.body(), "error")).contains("context length");
    }

    @Test
    void saysWhichMethodsARouteHas() {
        Map<String, String> allowed = Map.of(
                "/api/chat", "POST",
                "/v1/chat/completions", "POST",
                "/v1/messages", "POST",
                "/v1/messages/count_tokens", "POST",
                "/api/delete", "DELETE",
                "/fleet/nodes/A/pause", "POST");
        allowed.forEach((path, methods) -> {
            HttpResponse<String> answer = herd.send(herd.request(path)
                    .method("PUT", java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                    .build());
            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains(methods);
            message(path, answer.body());
        });
        for (String path : List.of("/", "/api/tags", "/v1/models", "/v1/models/x/y", "/fleet/status", "/metrics")) {
            HttpResponse<String> answer = herd.post(path, "{}");
            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
            message(path, answer.body());
        }
        assertThat(herd.send(herd.request("/fleet/requests/x")
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .build())
                        .headers()
                        .firstValue("Allow"))
                .contains("DELETE, GET, HEAD");
    }

    @Test
    void knowsNoOtherPaths() {
        for (String path : List.of(
                "/api",
                "/api/",
                "/api/nothing",
                "/api/chat/x",
                "/API/chat",
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v1/messages/nothing",
                "/v2/chat",
                "/fleet",
                "/fleet/nodes//pause",
                "/fleet/nodes/a/b/pause",
                "/heartbeat",
                "/favicon.ico",
                "/%2e%2e/etc/passwd",
                "/..%2f..%2fetc/passwd",
                "/nowhere?x=%2F")) {
            for (String method : List.of("GET", "POST")) {
                try (RawClient client = RawClient.to(herd)) {
                    Answer answer = client.send(RawClient.head(method, path, "Content-Length: 2") + "{}")
                            .answer();
                    assertThat(answer.status()).as("%s %s", method, path).isEqualTo(404);
                    message(path, answer.body());
                }
            }
        }
    }

    /// Many clients join an address that ends in a slash with a path that begins with one.
    @Test
    void servesThePathThatIsMeantWhereSlashesAreTooMany() {
        for (String path : List.of("/api/chat", "/v1/chat/completions", "/api/embed")) {
            for (String spelled : List.of("/" + path, path + "/", path.replace("/", "//"), "//" + path + "//")) {
                try (RawClient client = RawClient.to(herd)) {
                    Answer answer =
                            client.send(RawClient.post(spelled, request(path))).answer();
                    assertThat(answer.status()).as(spelled).isEqualTo(200);
                }
            }
        }
        for (String spelled : List.of("//", "/v1//models", "/v1/models/", "/v1//models//m", "//fleet/status/?x=//")) {
            try (RawClient client = RawClient.to(herd)) {
                assertThat(client.send(RawClient.get(spelled)).answer().status())
                        .as(spelled)
                        .isEqualTo(200);
            }
        }
        HttpResponse<String> anthropic = herd.post("/v1//messages", "{}");
        assertThat(anthropic.statusCode()).isEqualTo(501);
        message("/v1/messages", anthropic.body());
    }

    @Test
    void saysWhatALaterVersionWillServe() {
        for (String path : List.of(
                "/v1/messages",
                "/v1/messages/count_tokens",
                "/v1/responses",
                "/v1/audio/transcriptions",
                "/api/push",
                "/api/create",
                "/api/copy")) {
            HttpResponse<String> answer = herd.post(path, "{\"model\":\"m\"}");
            assertThat(answer.statusCode()).as(path).isEqualTo(501);
            message(path, answer.body());
        }
    }

    @Test
    void errorsHaveNoBodyForHead() {
        for (String path : List.of("/nothing", "/v1/nothing", "/api/chat", "/v1/models/none")) {
            HttpResponse<String> answer = herd.send(herd.request(path)
                    .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(answer.statusCode()).as(path).isIn(404, 405);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void refusesExtensionsItCannotRead() {
        String chat = request("/api/chat");
        Map<String, List<String>> wrong = Map.of(
                "X-Herd-Priority", List.of("urgent", "1"),
                "X-Herd-Deadline", List.of("soon", "-1", "1e9", "1e999999999", "NaN", "1,5", "0x10"));
        wrong.forEach((header, values) -> {
            for (String value : values) {
                HttpResponse<String> answer = herd.post("/api/chat", chat, header, value);
                assertThat(answer.statusCode()).as("%s: %s", header, value).isEqualTo(400);
                assertThat(at(answer.body(), "error")).contains(header);
            }
        });
        for (String header : List.of("X-Herd-Priority: Batch", "X-Herd-Deadline: 2.5", "X-Herd-Node: a")) {
            String[] parts = header.split(": ");
            assertThat(herd.post("/api/chat", chat, parts[0], parts[1]).statusCode())
                    .as(header)
                    .isEqualTo(200);
        }
    }
}
