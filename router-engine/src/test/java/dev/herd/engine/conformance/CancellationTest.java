package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that are ended from outside, by their client or by an operator. One server with one slot.
class CancellationTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String CHAT = "{\"model\":\"m\"," + HI;
    private static final String WHOLE = "{\"model\":\"m\",\"stream\":false," + HI;

    @TempDir
    Path home;

    private FakeUpstream server = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        server = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
        var patient = TestHerd.Settings.PLAIN.with(new QueueConfig(Duration.ofMinutes(10), Duration.ofMinutes(1)));
        herd = TestHerd.start(home, patient, server.url() + ",name=A,slots=1");
    }

    @AfterEach
    void stop() {
        herd.close();
        server.close();
    }

    private void untilFree() {
        Await.until("the server's connection is closed", () -> server.running() == 0);
        Await.until("the slot is free", () -> herd.running() == 0 && herd.waiting() == 0);
    }

    /// The trace of the newest request, once it has ended.
    private String newest() {
        String[] found = {""};
        Await.until("there is a trace", () -> {
            String page = herd.get("/fleet/requests?limit=1").body();
            if (page.contains("\"requests\":[]")) {
                return false;
            }
            found[0] = at(page, "requests.0");
            return true;
        });
        return found[0];
    }

    private void assertLeft() {
        assertThat(at(newest(), "outcome")).isEqualTo("\"client_disconnected\"");
    }

    @Test
    void freesTheSlotOfAClientThatLeavesInTheMiddleOfAStream() {
        for (String path : List.of("/api/chat", "/v1/chat/completions")) {
            server.next(new Fault.StallAfter(3));
            int left = server.closedEarly();
            try (RawClient client = RawClient.to(herd)) {
                client.send(RawClient.post(path, CHAT.replace("{\"model", "{\"stream\":true,\"model")));
                assertThat(client.begin().status()).isEqualTo(200);
                assertThat(client.chunk()).isNotEmpty();
            }
            Await.until("the server was told", () -> server.closedEarly() == left + 1);
            untilFree();
            assertLeft();
            String trace = herd.get("/fleet/requests/" + at(newest(), "id").replace("\"", ""))
                    .body();
            assertThat(at(trace, "tokens.completion")).as("partial counts").isIn("1", "2", "3");
            assertThat(at(trace, "attempts.0.outcome")).isEqualTo("\"abandoned\"");
        }
    }

    @Test
    void freesTheSlotOfAClientThatLeavesBeforeTheFirstByte() {
        for (String body : List.of(CHAT, WHOLE)) {
            server.hold();
            int left = server.closedEarly();
            try (RawClient client = RawClient.to(herd)) {
                client.send(RawClient.post("/api/chat", body));
                Await.until("it runs", () -> server.running() == 1);
                client.reset();
            }
            Await.until("the server was told", () -> server.closedEarly() == left + 1);
            untilFree();
            assertLeft();
            server.release();
        }
    }

    @Test
    void freesTheSlotOfAClientThatLeavesAWholeAnswerHalfGenerated() {
        server.next(new Fault.StallAfter(0));
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.post("/api/chat", CHAT));
            Await.until("it runs", () -> server.running() == 1);
        }
        Await.until("the server was told", () -> server.closedEarly() == 1);
        untilFree();
        assertLeft();
    }

    @Test
    void takesAClientThatLeavesOutOfTheQueue() {
        server.hold();
        CompletableFuture<HttpResponse<String>> first = herd.later("/api/chat", WHOLE);
        Await.until("the slot is taken", () -> server.running() == 1);
        try (RawClient waiting = RawClient.to(herd)) {
            waiting.send(RawClient.post("/api/chat", CHAT));
            Await.until("it waits", () -> herd.waiting() == 1);
        }
        Await.until("it waits no more", () -> herd.waiting() == 0);
        assertLeft();
        server.release();

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(server.seen("/api/chat")).as("the server never heard of it").hasSize(1);
        untilFree();
    }

    @Test
    void takesAClientThatLeavesOutOfTheHold() {
        herd.post("/fleet/nodes/A/pause", "");
        try (RawClient held = RawClient.to(herd)) {
            held.send(RawClient.post("/api/chat", CHAT));
            Await.until("it is held", () -> herd.waiting() == 1);
            assertThat(at(herd.get("/fleet/queue").body(), "waiting_requests.0.planned_node"))
                    .isEqualTo("\"\"");
        }
        Await.until("it is held no more", () -> herd.waiting() == 0);
        assertLeft();
        assertThat(server.seen("/api/chat")).isEmpty();
    }

    @Test
    void blamesNobodyForClientsThatLeave() {
        server.hold();
        for (int i = 0; i < 10; i++) {
            try (RawClient client = RawClient.to(herd)) {
                client.send(RawClient.post("/api/chat", i % 2 == 0 ? CHAT : WHOLE));
                Await.until("it runs", () -> server.running() == 1);
            }
            untilFree();
        }
        server.release();

        HttpResponse<String> answer = herd.post("/api/chat", WHOLE, "X-Herd-Deadline", "5");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(at(herd.trace(answer), "times_ms.hold")).isEqualTo("0.0");
        assertThat(herd.get("/metrics").body())
                .contains("herd_requests_total{outcome=\"client_disconnected\"} 10")
                .contains("herd_requests_total{outcome=\"completed\"} 1");
    }

    @Test
    void endsARequestAtTheOperatorsWordBeforeItsFirstByte() {
        for (Map.Entry<String, String> each : Map.of(
                        "/api/chat", CHAT,
                        "/v1/chat/completions", WHOLE)
                .entrySet()) {
            server.hold();
            CompletableFuture<HttpResponse<String>> running;
            String id;
            try (RawClient watcher = watch()) {
                running = herd.later(each.getKey(), each.getValue());
                id = reached(watcher, "started");
            }
            Await.until("it runs", () -> server.running() == 1);

            HttpResponse<String> cancelled = herd.delete("/fleet/requests/" + id);

            HttpResponse<String> answer = running.join();
            assertThat(cancelled.statusCode()).isEqualTo(200);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"error\"").contains("cancelled");
            String trace = herd.trace(answer);
            assertThat(at(trace, "outcome")).isEqualTo("\"failed\"");
            assertThat(at(trace, "reason")).isEqualTo("\"cancelled_by_operator\"");
            untilFree();
            assertThat(herd.delete("/fleet/requests/" + id).statusCode()).isEqualTo(404);
            server.release();
        }
    }

    /// Watches what happens, from now on.
    private RawClient watch() {
        RawClient watcher = RawClient.to(herd).send(RawClient.get("/fleet/events"));
        assertThat(watcher.begin().status()).isEqualTo(200);
        assertThat(watcher.chunk()).startsWith(":");
        return watcher;
    }

    /// The id of the next request that is said to have reached that state.
    private static String reached(RawClient watcher, String state) {
        while (true) {
            String event = watcher.chunk();
            if (event.contains("\"state\":\"" + state + "\"")) {
                return at(event.substring(event.indexOf("data: ") + 6), "id").replace("\"", "");
            }
        }
    }

    @Test
    void endsAStreamAtTheOperatorsWordWithTheDialectsError() {
        server.always(new Fault.StallAfter(2));
        for (String path : List.of("/api/chat", "/v1/chat/completions")) {
            CompletableFuture<HttpResponse<String>> stream;
            String id;
            try (RawClient watcher = watch()) {
                stream = herd.later(path, CHAT.replace("{\"model", "{\"stream\":true,\"model"));
                id = reached(watcher, "streaming");
            }
            assertThat(at(herd.get("/fleet/requests/" + id).body(), "outcome")).isEqualTo("null");

            herd.delete("/fleet/requests/" + id);

            HttpResponse<String> answer = stream.join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().strip()).matches("(?s).*error.*cancelled.*");
            assertThat(answer.body()).doesNotContain("[DONE]", "\"done\":true");
            assertThat(at(herd.trace(answer), "reason")).isEqualTo("\"cancelled_by_operator\"");
            untilFree();
        }
    }

    @Test
    void endsAWaitingRequestAtTheOperatorsWord() {
        server.hold();
        CompletableFuture<HttpResponse<String>> first = herd.later("/api/chat", WHOLE);
        Await.until("the slot is taken", () -> server.running() == 1);
        CompletableFuture<HttpResponse<String>> second = herd.later("/api/chat", WHOLE);
        Await.until("it waits", () -> herd.waiting() == 1);
        String id = at(herd.get("/fleet/queue").body(), "waiting_requests.0.id").replace("\"", "");

        herd.delete("/fleet/requests/" + id);

        assertThat(second.join().statusCode()).isEqualTo(503);
        assertThat(herd.waiting()).isZero();
        server.release();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWhatComesWhileItStops() {
        server.hold();
        CompletableFuture<HttpResponse<String>> running = herd.later("/api/chat", WHOLE);
        Await.until("it runs", () -> server.running() == 1);
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> {
            try {
                herd.engine().stop(Duration.ofMinutes(1));
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until("it is stopping", () -> herd.status("state").equals("\"stopping\""));

        HttpResponse<String> refused = herd.post("/v1/chat/completions", WHOLE);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
        assertThat(at(refused.body(), "error.message")).isEqualTo("\"Herd is stopping\"");
        assertThat(at(herd.trace(refused), "outcome")).isEqualTo("\"rejected\"");
        server.release();
        assertThat(running.join().statusCode()).as("what runs may end").isEqualTo(200);
        stopping.join();
    }

    @Test
    void saysWhyItEndedWhatRanWhenItEndsAtOnce() {
        server.next(new Fault.StallAfter(2));
        CompletableFuture<HttpResponse<String>> stream = herd.later("/api/chat", CHAT);
        Await.until("it streams", () -> server.running() == 1);

        herd.engine().close();

        assertThat(stream.join().statusCode()).isIn(200, 503);
        assertThat(stream.join().body()).contains("Herd is stopping");
        herd.close();
        herd = TestHerd.start(home, server.url() + ",name=A");
        assertThat(at(newest(), "reason")).isEqualTo("\"stopping\"");
    }

    @Test
    void endsWhatRunsWhenTheEngineStops() throws InterruptedException {
        server.always(new Fault.StallAfter(2));
        CompletableFuture<HttpResponse<String>> stream = herd.later("/api/chat", CHAT);
        Await.until("it streams", () -> server.running() == 1);
        CompletableFuture<HttpResponse<String>> waiting = herd.later("/v1/chat/completions", CHAT);
        Await.until("another waits", () -> herd.waiting() == 1);

        herd.engine().stop(Duration.ofMillis(200));

        assertThat(stream.join().body())
                .contains("{\"error\":\"Herd is stopping\"}")
                .doesNotContain("\"done\":true");
        assertThat(waiting.join().statusCode()).isEqualTo(503);
        assertThat(at(waiting.join().body(), "error.message")).isEqualTo("\"Herd is stopping\"");
        assertThat(waiting.join().headers().firstValue("Retry-After")).isPresent();
        Await.until("the server was told", () -> server.running() == 0);
    }
}
