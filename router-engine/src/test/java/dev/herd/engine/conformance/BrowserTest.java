package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.RawClient.Answer;
import dev.herd.engine.testing.TestHerd;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may ask at all: hosts, web pages, keys, and Herd itself.
class BrowserTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    static Path home;

    private static FakeUpstream server = FakeUpstream.ollama();
    private static TestHerd herd;

    @BeforeAll
    static void start() {
        server = FakeUpstream.ollama(FakeModel.named("m"));
        herd = TestHerd.start(home.resolve("open"), server.url() + ",name=A");
    }

    @AfterAll
    static void stop() {
        herd.close();
        server.close();
    }

    private static Answer ask(TestHerd whom, String request) {
        try (RawClient client = RawClient.to(whom)) {
            return client.send(request).answer();
        }
    }

    private static Answer ask(String request) {
        return ask(herd, request);
    }

    private static String withHost(String host) {
        return "GET /api/tags HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @Test
    void servesLocalNamesOnly() {
        for (String host : List.of(
                "localhost",
                "LOCALHOST:11435",
                "127.0.0.1:11435",
                "127.9.9.9",
                "[::1]:11435",
                "192.168.1.7:11435",
                "10.0.0.3",
                "studio.local",
                "herd.internal:80",
                "a.localhost",
                "test-host:11435")) {
            assertThat(ask(withHost(host)).status()).as(host).isEqualTo(200);
        }
        for (String host : List.of(
                "evil.example",
                "evil.example:11435",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "8.8.8.8",
                "[2001:db8::1]",
                "notlocal",
                "localhost.")) {
            assertThat(ask(withHost(host)).status()).as(host).isEqualTo(403);
        }
    }

    @Test
    void refusesASecondHostThatHidesBehindALocalOne() {
        assertThat(ask("GET /api/tags HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(ask(withHost("localhost@evil.example")).status()).isEqualTo(400);
        assertThat(ask("GET http://evil.example/api/tags HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(ask("GET http://evil.example/api/tags HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                        .status())
                .isEqualTo(403);
        assertThat(ask("GET http://localhost/api/tags HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void letsPagesOfThisMachineAskAndShowsThemTheFleetsHeaders() {
        for (String origin : List.of(
                "http://localhost:3000",
                "https://localhost",
                "http://127.0.0.1:8080",
                "http://0.0.0.0",
                "http://[::1]:3000",
                "app://obsidian.md",
                "tauri://localhost",
                "vscode-webview://abc",
                "file://")) {
            Answer answer = ask(RawClient.get("/api/tags", "Origin: " + origin));
            assertThat(answer.status()).as(origin).isEqualTo(200);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            assertThat(answer.header("Access-Control-Expose-Headers").split(","))
                    .contains(
                            "X-Fleet-Node",
                            "X-Fleet-Request",
                            "X-Fleet-Score",
                            "X-Fleet-Retries",
                            "X-Fleet-Fallback",
                            "X-Fleet-Requested-Model",
                            "X-Fleet-Served-Model",
                            "X-Fleet-Backend",
                            "X-Fleet-Affinity",
                            "X-Fleet-Protected");
        }
    }

    @Test
    void refusesForeignPages() {
        for (String origin : List.of(
                "https://evil.example",
                "http://localhost.evil.example",
                "null",
                "http://localhost@evil.example",
                "https://192.168.1.7",
                "javascript:alert(1)",
                "http://")) {
            for (String request : List.of(
                    RawClient.get("/api/tags", "Origin: " + origin),
                    RawClient.post("/api/chat", CHAT, "Origin: " + origin),
                    RawClient.post("/fleet/nodes/A/pause", "", "Origin: " + origin),
                    RawClient.head(
                            "OPTIONS", "/api/chat", "Origin: " + origin, "Access-Control-Request-Method: POST"))) {
                Answer answer = ask(request);
                assertThat(answer.status()).as(origin).isEqualTo(403);
                assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            }
        }
        assertThat(server.seen("/api/chat")).isEmpty();
        assertThat(herd.status("nodes.0.state")).isEqualTo("\"up\"");
    }

    @Test
    void answersThePreflightOfALocalPageWithTheHeadersThatOllamaAllows() {
        for (String path : List.of("/api/chat", "/v1/chat/completions", "/v1/messages", "/fleet/status")) {
            Answer answer = ask(RawClient.head(
                    "OPTIONS",
                    path,
                    "Origin: http://localhost:3000",
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: content-type,x-stainless-os"));
            assertThat(answer.status()).isIn(200, 204);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
            assertThat(answer.header("Access-Control-Allow-Methods").split(","))
                    .contains("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
            assertThat(answer.header("Access-Control-Allow-Headers").toLowerCase(java.util.Locale.ROOT))
                    .contains("authorization", "content-type", "user-agent", "accept", "x-requested-with")
                    .contains("openai-beta", "x-stainless-os", "x-stainless-retry-count", "x-api-key")
                    .contains("anthropic-version", "x-herd-tags");
            assertThat(answer.header("X-Fleet-Request")).isNotEmpty();
        }
    }

    @Test
    void everyAnswerNamesTheRequestAndTheEngine() {
        for (String request : List.of(
                RawClient.get("/"),
                RawClient.get("/nowhere"),
                RawClient.get("/api/chat"),
                RawClient.post("/api/pull", "{}"),
                RawClient.post("/api/chat", "{"),
                RawClient.post("/api/chat", CHAT),
                RawClient.get("/fleet/status"),
                RawClient.get("/metrics"))) {
            Answer answer = ask(request);
            assertThat(answer.header("X-Fleet-Request")).as(request).isNotEmpty();
            assertThat(answer.header("X-Herd-Instance")).as(request).isNotEmpty();
        }
    }

    @Test
    void refusesARequestThatPassedHerdAlready() {
        int before = server.seen("/api/chat").size();
        for (String path : List.of("/api/chat", "/v1/chat/completions", "/v1/messages", "/api/tags")) {
            Answer answer = ask(RawClient.post(path, CHAT, "X-Herd-Hop: 1"));
            assertThat(answer.status()).isEqualTo(508);
            assertThat(answer.body()).contains("error");
        }
        assertThat(server.seen("/api/chat")).hasSize(before);
    }

    @Test
    void keepsTheClientsSecretsToItself() {
        Answer answer = ask(RawClient.post(
                "/api/chat",
                CHAT,
                "Authorization: Bearer secret-1",
                "x-api-key: secret-2",
                "Cookie: secret-3",
                "X-Herd-Tags: secret-4",
                "X-Herd-Session: secret-5",
                "Proxy-Authorization: secret-6"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.last("/api/chat").headers().toString()).doesNotContain("secret");
        assertThat(server.last("/api/chat").headers()).containsEntry("x-herd-hop", "1");
    }

    @Test
    void asksForAKeyWhereOneIsSet() {
        var keyed = TestHerd.Settings.PLAIN.with(new EndpointConfig(0, "127.0.0.1", "k-123"));
        try (TestHerd locked = TestHerd.start(home.resolve("keyed"), keyed, server.url() + ",name=A")) {
            assertThat(ask(locked, RawClient.get("/")).status()).isEqualTo(200);
            assertThat(ask(locked, RawClient.get("/", "x-api-key: wrong")).status())
                    .isEqualTo(200);
            for (String request : List.of(
                    RawClient.get("/api/tags"),
                    RawClient.get("/v1/models", "Authorization: Bearer k-12"),
                    RawClient.get("/fleet/status", "Authorization: Basic k-123"),
                    RawClient.get("/metrics", "x-api-key: K-123"),
                    RawClient.post("/v1/messages", "{}", "x-api-key:"),
                    RawClient.get("/nowhere"),
                    RawClient.head("DELETE", "/"),
                    RawClient.post("/api/chat", CHAT, "Authorization: k-123"))) {
                Answer answer = ask(locked, request);
                assertThat(answer.status()).as(request).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).as(request).isEqualTo("Bearer");
                assertThat(answer.header("X-Fleet-Request")).isNotEmpty();
            }
            assertThat(ask(locked, RawClient.get("/v1/models", "authorization: bearer k-123"))
                            .status())
                    .isEqualTo(200);
            Answer chat = ask(locked, RawClient.post("/api/chat", CHAT, "X-API-Key: k-123"));
            assertThat(chat.status()).isEqualTo(200);
            assertThat(ask(locked, RawClient.post("/v1/messages", "{}", "x-api-key: no"))
                            .body())
                    .contains("\"authentication_error\"");
            assertThat(ask(locked, RawClient.get("/fleet/requests?limit=9", "x-api-key: k-123"))
                            .body()
                            .split("\"id\"", -1))
                    .as("strangers leave no trace")
                    .hasSize(2);
        }
    }
}
