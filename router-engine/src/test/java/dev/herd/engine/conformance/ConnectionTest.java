package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.RawClient.Answer;
import dev.herd.engine.testing.TestHerd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What HTTP allows clients to do with a connection.
class ConnectionTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String WHOLE = CHAT.replace("\"m\",", "\"m\",\"stream\":false,");

    @TempDir
    Path home;

    private FakeUpstream server = FakeUpstream.ollama();
    private TestHerd herd;
    private RawClient client;

    @BeforeEach
    void start() {
        server = FakeUpstream.ollama(FakeModel.named("m"), FakeModel.named("e").able("embedding"));
        var limits = new LimitsConfig(4096, 1 << 20);
        herd = TestHerd.start(home, TestHerd.Settings.PLAIN.with(limits), server.url() + ",name=A,slots=4");
        client = RawClient.to(herd);
    }

    @AfterEach
    void stop() {
        client.close();
        herd.close();
        server.close();
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() {
        client.send(RawClient.post("/api/chat", WHOLE)
                + RawClient.get("/api/version")
                + RawClient.post("/v1/chat/completions", CHAT)
                + RawClient.post("/api/chat", CHAT)
                + RawClient.get("/"));

        assertThat(client.answer().body()).contains("\"message\"");
        assertThat(client.answer().body()).contains("\"version\"");
        assertThat(client.answer().body()).contains("\"chat.completion\"");
        assertThat(client.answer().body()).endsWith("}\n").contains("\"done\":true");
        assertThat(client.answer().body()).isEqualTo("Ollama is running");
    }

    @Test
    void takesTheNextRequestInPartsWhileOneIsServed() {
        server.hold();
        String next = RawClient.post("/v1/chat/completions", CHAT);
        client.send(RawClient.post("/api/chat", WHOLE));
        Await.until("the first one runs", () -> server.running() == 1);
        for (int i = 0; i < next.length(); i += 7) {
            client.send(next.substring(i, Math.min(next.length(), i + 7)));
        }
        server.release();

        assertThat(client.answer().body()).contains("\"message\"");
        assertThat(client.answer().body()).contains("\"chat.completion\"");
        client.send(RawClient.get("/"));
        assertThat(client.answer().body()).isEqualTo("Ollama is running");
    }

    @Test
    void noticesThatAClientLeftWhichHadSentMoreThanItsRequest() {
        for (String more : List.of("\r\n", RawClient.get("/api/tags"), RawClient.post("/api/chat", WHOLE))) {
            server.hold();
            int left = server.closedEarly();
            try (RawClient leaver = RawClient.to(herd)) {
                leaver.send(RawClient.post("/api/chat", WHOLE) + (more.length() > 2 ? more : ""));
                Await.until("it runs", () -> server.running() == 1);
                leaver.send(more);
            }
            Await.until("the server was told", () -> server.closedEarly() == left + 1);
            Await.until("the slot is free", () -> herd.running() == 0);
            server.release();
        }
    }

    @Test
    void keepsTheConnectionAfterEveryKindOfError() {
        for (String bad : List.of(
                RawClient.get("/nowhere"),
                RawClient.post("/nowhere", "body of nobody"),
                RawClient.get("/api/chat"),
                RawClient.post("/api/push", "{\"model\":\"m\"}"),
                RawClient.post("/api/chat", "{"),
                RawClient.post("/api/chat", CHAT.replace("\"m\"", "\"nope\"")),
                RawClient.post("/api/chat", "x".repeat(5000)),
                RawClient.post("/api/chat", CHAT, "Origin: https://evil.example"),
                RawClient.head("OPTIONS", "/api/chat"))) {
            Answer error = client.send(bad).answer();
            assertThat(error.status()).as(bad).isBetween(400, 501);
            assertThat(client.send(RawClient.get("/")).answer().body()).as(bad).isEqualTo("Ollama is running");
        }
    }

    @Test
    void answersHeadLikeGetWithoutABody() {
        for (String path : List.of(
                "/",
                "/api/version",
                "/api/tags",
                "/api/ps",
                "/v1/models",
                "/v1/models/m",
                "/fleet/status",
                "/fleet/queue",
                "/fleet/requests",
                "/fleet/events",
                "/metrics")) {
            client.send(RawClient.head("HEAD", path));
            assertThat(client.answerToHead().status()).as(path).isEqualTo(200);
        }
        client.send(RawClient.head("HEAD", "/v1/models/none"));
        assertThat(client.answerToHead().status()).isEqualTo(404);
        client.send(RawClient.head("HEAD", "/api/chat"));
        assertThat(client.answerToHead().header("Allow")).isEqualTo("POST");
        assertThat(client.send(RawClient.get("/")).answer().body()).isEqualTo("Ollama is running");
    }

    @Test
    void saysWhenItAnswered() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String request : List.of(
                RawClient.get("/"),
                RawClient.post("/api/chat", WHOLE),
                RawClient.post("/api/chat", CHAT),
                RawClient.get("/nowhere"),
                RawClient.post("/api/chat", "{"),
                RawClient.head(
                        "OPTIONS",
                        "/api/chat",
                        "Origin: http://localhost:3000",
                        "Access-Control-Request-Method: POST"))) {
            Answer answer = client.send(request).answer();
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Date"), Instant::from);
            assertThat(date).as(request).isBetween(before, Instant.now());
            assertThat(answer.header("Date")).hasSize("Sun, 06 Nov 1994 08:49:37 GMT".length());
        }
    }

    @Test
    void servesClientsOfTheOldProtocol() {
        String stream = old(RawClient.post("/api/chat", CHAT));
        String whole = old(RawClient.post("/api/chat", WHOLE));
        String page = old("GET / HTTP/1.0\r\n\r\n");

        assertThat(stream)
                .startsWith("HTTP/1.")
                .contains(" 200 ")
                .endsWith("}\n")
                .contains("\"done\":true");
        assertThat(stream.toLowerCase(java.util.Locale.ROOT)).doesNotContain("transfer-encoding");
        assertThat(whole).contains("\"message\"").endsWith("}");
        assertThat(page).endsWith("Ollama is running");
    }

    /// The whole answer up to the end of the connection.
    private String old(String request) {
        try (RawClient old = RawClient.to(herd)) {
            return old.send(request.replace("HTTP/1.1", "HTTP/1.0")).rest();
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() {
        for (String request : List.of(
                RawClient.get("/", "Connection: close"),
                RawClient.post("/api/chat", CHAT, "Connection: close"),
                RawClient.post("/api/chat", WHOLE, "Connection: close"),
                RawClient.get("/nowhere", "Connection: close"))) {
            try (RawClient last = RawClient.to(herd)) {
                last.send(request).answer();
                assertThat(last.ended()).as(request).isTrue();
            }
        }
    }

    @Test
    void answersAClientThatWaitsForLeaveToSendItsBody() {
        client.send(RawClient.head("POST", "/api/chat", "Content-Length: " + WHOLE.length(), "Expect: 100-continue"));
        assertThat(client.answer().status()).isEqualTo(100);
        client.send(WHOLE);
        assertThat(client.answer().body()).contains("\"message\"");

        client.send(RawClient.head("POST", "/api/chat", "Transfer-Encoding: chunked", "Expect: 100-continue"));
        assertThat(client.answer().status()).isEqualTo(100);
        client.send(chunks(WHOLE, 10));
        assertThat(client.answer().body()).contains("\"message\"");
    }

    @Test
    void refusesAClientThatWaitsForLeaveWithoutTakingItsBody() {
        for (String path : List.of("/api/chat", "/nowhere", "/api/pull", "/api/push")) {
            try (RawClient waiting = RawClient.to(herd)) {
                waiting.send(RawClient.head("POST", path, "Content-Length: 5000", "Expect: 100-continue"));
                assertThat(waiting.answer().status()).as(path).isIn(413, 404, 501);
                // It may never send the body, so that the connection is of no further use.
                assertThat(waiting.ended()).as(path).isTrue();
            }
        }
    }

    private static String chunks(String text, int size) {
        var chunked = new StringBuilder();
        for (int i = 0; i < text.length(); i += size) {
            String part = text.substring(i, Math.min(text.length(), i + size));
            chunked.append(Integer.toHexString(part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return chunked.append("0\r\n\r\n").toString();
    }

    @Test
    void readsChunkedAndPiecemealBodies() {
        client.send(RawClient.head("POST", "/api/chat", "Transfer-Encoding: chunked") + chunks(WHOLE, 1));
        assertThat(client.answer().body()).contains("\"message\"");
        byte[] request = RawClient.post("/api/chat", WHOLE).getBytes(StandardCharsets.UTF_8);
        for (byte each : request) {
            client.send(new byte[] {each});
        }
        assertThat(at(client.answer().body(), "done")).isEqualTo("true");
    }

    private Answer packed(String coding, byte[] body) {
        String head = RawClient.head(
                "POST", "/v1/chat/completions", "Content-Length: " + body.length, "Content-Encoding: " + coding);
        return client.send(head).send(body).answer();
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void readsCompressedBodies() throws IOException {
        assertThat(packed("gzip", gzip(CHAT)).body()).contains("\"chat.completion\"");
        assertThat(packed("GZIP", gzip(CHAT)).status()).isEqualTo(200);
        assertThat(packed("identity", CHAT.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(200);

        Answer cut = packed("gzip", Arrays.copyOf(gzip(CHAT), 30));
        Answer none = packed("deflate", CHAT.getBytes(StandardCharsets.UTF_8));
        Answer bomb = packed("gzip", gzip("x".repeat(1_000_000)));
        Answer other = packed("zstd", gzip(CHAT));

        assertThat(cut.status()).isEqualTo(400);
        assertThat(none.status()).isEqualTo(400);
        assertThat(at(none.body(), "error.type")).isEqualTo("\"invalid_request_error\"");
        assertThat(bomb.status()).as("unpacked it is too large").isEqualTo(413);
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.header("Accept-Encoding")).isEqualTo("gzip, deflate, identity");
        assertThat(herd.get("/fleet/requests?outcome=rejected").body()).contains("content_encoding");
        assertThat(packed("gzip", gzip(CHAT)).status()).isEqualTo(200);
    }

    @Test
    void takesAClientThatClosesItsSendingSideForGone() {
        server.hold();
        client.send(RawClient.post("/api/chat", WHOLE));
        Await.until("it runs", () -> server.running() == 1);
        client.halfClose();

        Await.until("the server was told", () -> server.closedEarly() == 1);
    }
}
