package dev.herd.engine.demo;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One demo machine's model server: Ollama's API on a free port of this machine.
final class DemoServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoServer.class);
    private static final Map<String, Endpoint> ENDPOINTS = Map.of(
            "/api/chat", Endpoint.OLLAMA_CHAT,
            "/api/generate", Endpoint.OLLAMA_GENERATE,
            "/api/embed", Endpoint.OLLAMA_EMBED,
            "/api/embeddings", Endpoint.OLLAMA_EMBEDDINGS);

    private final DemoNode node;
    private final Dialect dialect;
    private final DemoAnswers answers;
    private final Undertow server;
    private final int port;

    /// @param dialect Ollama's
    /// @param workers starts a virtual thread for each task
    DemoServer(DemoNode node, Dialect dialect, DemoAnswers answers, Executor workers) {
        this.node = node;
        this.dialect = dialect;
        this.answers = answers;
        this.server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(exchange -> exchange.dispatch(workers, () -> serve(exchange)))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        port = address.getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    private void serve(HttpServerExchange exchange) {
        try {
            exchange.startBlocking();
            byte[] body = exchange.getInputStream().readAllBytes();
            Endpoint endpoint = ENDPOINTS.get(exchange.getRequestPath());
            if (endpoint == null) {
                page(exchange, body);
            } else {
                infer(exchange, endpoint, body);
            }
        } catch (IOException gone) {
            LOG.debug("{}: the client left: {}", node.name(), gone.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.endExchange();
        }
    }

    private void page(HttpServerExchange exchange, byte[] body) throws IOException {
        byte[] page = DemoPages.of(exchange.getRequestPath(), body, node);
        send(exchange, page.length == 0 ? 404 : 200, page);
    }

    private void infer(HttpServerExchange exchange, Endpoint endpoint, byte[] body)
            throws IOException, InterruptedException {
        Envelope envelope;
        try {
            envelope = dialect.read(endpoint, body);
        } catch (BadRequestException bad) {
            send(exchange, 400, dialect.error(400, bad.reason(), null));
            return;
        }
        if (node.find(envelope.model()).isEmpty()) {
            send(exchange, 404, dialect.error(404, "model '" + envelope.model() + "' not found", null));
            return;
        }
        switch (envelope.kind()) {
            case INFERENCE -> {
                if (envelope.stream()) {
                    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/x-ndjson");
                    OutputStream out = exchange.getOutputStream();
                    answers.stream(node, envelope, chunk -> {
                        out.write(chunk);
                        out.flush();
                    });
                } else {
                    send(exchange, 200, answers.whole(node, envelope));
                }
            }
            case PRELOAD -> send(exchange, 200, answers.load(node, envelope));
            case UNLOAD -> send(exchange, 200, answers.unload(node, envelope));
        }
    }

    private static void send(HttpServerExchange exchange, int status, byte[] body) throws IOException {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.setResponseContentLength(body.length);
        exchange.getOutputStream().write(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
