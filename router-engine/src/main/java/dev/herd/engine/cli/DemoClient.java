package dev.herd.engine.cli;

import dev.herd.engine.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The people of the demo fleet: apps that ask the endpoint as real ones do, now one after the other, now several at
/// once.
/// Bounded in rate, in how many at once and in all. Runs on its own thread until it is interrupted.
public final class DemoClient implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoClient.class);

    /// Some eight hours of the demo, then it falls silent.
    private static final int MOST_REQUESTS = 10_000;

    private static final int MOST_AT_ONCE = 8;
    private static final Duration MEAN_PAUSE = Duration.ofMillis(3500);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Share of moments at which an app sends several at once, as agents do.
    private static final double BURSTS = 0.12;

    private static final int BURST = 4;
    private static final int CHARS_PER_TOKEN = 4;

    /// @param tokens mean length of its prompts
    private record App(String name, String model, int tokens, boolean streams, String path) {}

    private static final List<App> APPS = List.of(
            new App("Claude Code", "demo/qwen3:32b", 5200, true, "/v1/chat/completions"),
            new App("Claude Code", "demo/qwen3:32b", 6800, true, "/v1/chat/completions"),
            new App("Open WebUI", "demo/llama3.3:70b", 400, true, "/api/chat"),
            new App("Continue", "demo/llama3.1:8b", 1200, true, "/api/chat"),
            new App("Continue", "demo/llama3.1:8b", 900, true, "/api/chat"),
            new App("n8n", "demo/llama3.1:8b", 250, false, "/v1/chat/completions"),
            new App("notes-search", "demo/nomic-embed-text", 500, false, "/v1/embeddings"));

    private final URI endpoint;
    private final RandomGenerator random;
    private final Executor workers;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /// @param port of the engine on this machine
    /// @param workers starts a virtual thread for each task
    public DemoClient(int port, RandomGenerator random, Executor workers) {
        this.endpoint = URI.create("http://127.0.0.1:" + port);
        this.random = random;
        this.workers = workers;
    }

    @Override
    public void run() {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(workers)
                .build()) {
            for (int sent = 0; sent < MOST_REQUESTS && !Thread.currentThread().isInterrupted(); ) {
                App app = APPS.get(random.nextInt(APPS.size()));
                int count = random.nextDouble() < BURSTS ? BURST : 1;
                for (int i = 0; i < count && room.tryAcquire(); i++) {
                    sent++;
                    workers.execute(() -> ask(client, app));
                }
                double pause = -Math.log(1 - random.nextDouble());
                LockSupport.parkNanos((long) (MEAN_PAUSE.toNanos() * pause));
            }
            client.shutdownNow();
        }
    }

    private void ask(HttpClient client, App app) {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(app.path()))
                    .timeout(PATIENCE)
                    .header("User-Agent", app.name().replace(' ', '-') + "/1.0")
                    .header("X-Herd-Tags", app.name())
                    .POST(HttpRequest.BodyPublishers.ofString(body(app)))
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            LOG.debug("demo: {} got {}", app.name(), status);
        } catch (IOException failed) {
            LOG.debug("demo: {} got no answer: {}", app.name(), failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private String body(App app) {
        int tokens = (int) (app.tokens() * (0.4 + 1.2 * random.nextDouble()));
        String text = "A simulated question. ".repeat(Math.max(1, tokens * CHARS_PER_TOKEN / 22));
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", app.model());
            if (app.path().endsWith("embeddings")) {
                json.writeStringProperty("input", text);
            } else {
                json.writeArrayPropertyStart("messages");
                json.writeStartObject();
                json.writeStringProperty("role", "user");
                json.writeStringProperty("content", text);
                json.writeEndObject();
                json.writeEndArray();
                json.writeBooleanProperty("stream", app.streams());
            }
            json.writeEndObject();
        });
    }
}
