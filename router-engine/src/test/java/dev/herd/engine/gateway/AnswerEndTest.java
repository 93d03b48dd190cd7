package dev.herd.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.inference.DialectName;
import dev.herd.engine.testing.Await;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerEndTest {
    private static final byte[] SHORT = "an answer".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger unended = new AtomicInteger();
    private final List<Boolean> endedOnIo = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private Undertow server;

    @BeforeEach
    void start() {
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setHandler(
                        exchange -> exchange.dispatch(task -> Thread.ofVirtual().start(task), () -> answer(exchange)))
                .build();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void answer(HttpServerExchange exchange) {
        exchange.addExchangeCompleteListener((over, next) -> {
            endedOnIo.add(over.isInIoThread());
            next.proceed();
        });
        var client = new ClientExchange(
                exchange,
                new ClientExchange.Arrival(
                        new Route.Unknown(DialectName.OLLAMA), "id", Instant.EPOCH, 0, false, new HttpDate()),
                new byte[0],
                new ClientExchange.Keeping(Duration.ofMillis(100), unended));
        try {
            switch (exchange.getRequestPath()) {
                case "/whole" -> client.respond(200, Map.of(), "text/plain", SHORT);
                case "/stream" -> {
                    client.begin(200, Map.of(), "text/plain");
                    client.write(SHORT, 0, SHORT.length);
                    client.finish();
                }
                default -> {
                    exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
                    client.respond(200, Map.of(), "text/plain", new byte[64 << 20]);
                }
            }
        } catch (ClientGoneException gone) {
            client.drop();
        }
        answered.complete(null);
    }

    private Socket ask(String method, String path) throws IOException {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        ask(socket, method, path);
        return socket;
    }

    private static void ask(Socket socket, String method, String path) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket, String until) throws IOException {
        InputStream in = socket.getInputStream();
        var text = new StringBuilder();
        while (text.indexOf(until) < 0) {
            int next = in.read();
            assertThat(next).as("end after %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    @Test
    void everyAnswerEndsOnTheThreadOfItsConnection() throws IOException {
        try (Socket socket = ask("GET", "/whole")) {
            read(socket, "an answer");
            ask(socket, "HEAD", "/whole");
            read(socket, "\r\n\r\n");
            ask(socket, "GET", "/stream");
            read(socket, "\r\n0\r\n\r\n");
            ask(socket, "GET", "/whole");
            read(socket, "an answer");
        }

        Await.until("all have ended", () -> endedOnIo.size() == 4);
        assertThat(endedOnIo).doesNotContain(false);
        assertThat(unended).hasValue(0);
    }

    @Test
    void aClientThatTakesNothingIsGivenUp() throws IOException {
        try (Socket socket = ask("GET", "/large")) {
            read(socket, "\r\n\r\n");

            answered.join();
            Await.until("it is given up", () -> endedOnIo.size() == 1 && unended.get() == 0);
        }
    }
}
