package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.EngineTiming;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.gateway.Patience;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import dev.herd.engine.upstream.Pace;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are starting, full, wedged, gone, or no model servers at all. Inventories are read ten times a second.
class UpstreamStatesTest {
    private static final String WHOLE =
            "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final TestHerd.Settings QUICK = TestHerd.Settings.PLAIN
            .with(new EngineTiming(
                    Patience.DEFAULT,
                    Pace.steady(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(700))))
            .with(new QueueConfig(Duration.ofMinutes(10), Duration.ofMillis(700)));

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
        b = FakeUpstream.ollama(FakeModel.named("m"));
        herd = TestHerd.start(home, QUICK, a.url() + ",name=A", b.url() + ",name=B");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void untilA(String state) {
        until("A", 0, state);
    }

    /// A server that has just gone is still asked by whoever comes before that is known.
    private void untilBIsDown() {
        b.stop();
        until("B", 1, "down");
    }

    private void until(String name, int node, String state) {
        Await.until(
                name + " is " + state,
                () -> herd.status("nodes." + node + ".state").equals("\"" + state + "\""));
    }

    @Test
    void saysHowEachServerIs() {
        a.inventoryFails(new Fault.Status(503, "{\"error\":{\"message\":\"Loading model\"}}", Map.of()));
        untilA("starting");
        assertThat(herd.status("nodes.0.reason")).contains("Loading model");
        a.inventoryFails(new Fault.Status(503, "{\"error\":\"server overloaded, busy\"}", Map.of()));
        untilA("overloaded");
        a.inventoryFails(null);
        untilA("up");
        assertThat(herd.status("nodes.0.reason")).isEqualTo("\"\"");
        a.silentInventory(true);
        untilA("wedged");
        assertThat(herd.status("nodes.0.upstreams.0.state")).isEqualTo("\"wedged\"");
        a.silentInventory(false);
        untilA("up");
        a.dripping(true);
        untilA("wedged");
        a.dripping(false);
        untilA("up");
        a.stop();
        untilA("down");
        assertThat(herd.status("totals.nodes_up")).isEqualTo("1");
        assertThat(herd.status("nodes.0.upstreams.0.models.0.name"))
                .as("what it had is remembered")
                .isEqualTo("\"m:latest\"");
        a.start();
        untilA("up");
    }

    @Test
    void sendsNothingToAServerThatIsStartingAndWaitsForIt() {
        untilBIsDown();
        a.inventoryFails(new Fault.Status(503, "{\"error\":\"loading model\"}", Map.of()));
        untilA("starting");
        HttpResponse<String> refused = herd.post("/api/chat", WHOLE);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("A (starting");
        assertThat(a.seen("/api/chat")).isEmpty();
        a.inventoryFails(null);

        Await.until("it serves", () -> herd.post("/api/chat", WHOLE).statusCode() == 200);
    }

    @Test
    void goesOnUsingAServerThatSaysItIsFull() {
        b.stop();
        a.inventoryFails(new Fault.Status(429, "{\"error\":\"too many requests\"}", Map.of()));
        untilA("overloaded");

        assertThat(herd.post("/api/chat", WHOLE).statusCode()).isEqualTo(200);
    }

    @Test
    void waitsForASilentAnswerAsLongAsTheServerLives() {
        a.hold();
        CompletableFuture<HttpResponse<String>> chat = herd.later("/api/chat", WHOLE, "X-Herd-Node", "A");
        Await.until("it runs", () -> a.running() == 1);
        int before = a.seen("/api/tags").size();
        Await.until(
                "it was asked ten times meanwhile", () -> a.seen("/api/tags").size() > before + 10);
        assertThat(chat).isNotDone();
        // A server that is full answers too, though not with its inventory.
        a.inventoryFails(new Fault.Status(503, "{\"error\":\"server busy\"}", Map.of()));
        untilA("overloaded");
        int more = a.seen("/api/version").size();
        Await.until("it was asked ten times more", () -> a.seen("/api/version").size() > more + 10);

        assertThat(chat).isNotDone();
        a.release();
        assertThat(chat.join().statusCode()).isEqualTo(200);
        assertThat(header(chat.join(), "X-Fleet-Retries")).isEqualTo("0");
        assertThat(a.closedEarly()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void takesARequestElsewhereFromAServerThatFellSilent(String stream) {
        a.next(new Fault.BlackHole());
        CompletableFuture<HttpResponse<String>> chat = herd.later("/api/chat", WHOLE.replace("false", stream));
        Await.until("A has it", () -> a.running() == 1);
        a.silentInventory(true);

        HttpResponse<String> answer = chat.join();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("B");
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("1");
        assertThat(at(herd.trace(answer), "attempts.0.reason")).contains("does not answer");
        Await.until("A was left", () -> a.running() == 0);
    }

    @Test
    void givesUpWhenTheOnlyServerFellSilent() {
        b.stop();
        a.next(new Fault.BlackHole());
        CompletableFuture<HttpResponse<String>> chat = herd.later("/v1/chat/completions", WHOLE);
        Await.until("A has it", () -> a.running() == 1);
        a.silentInventory(true);

        assertThat(chat.join().statusCode()).isIn(502, 503);
        assertThat(header(chat.join(), "X-Fleet-Node")).isEmpty();
    }

    @Test
    void findsAModelThatCameSinceTheLastReading() {
        var rare = QUICK.with(new EngineTiming(
                Patience.DEFAULT, Pace.steady(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(5))));
        try (FakeUpstream lone = FakeUpstream.ollama(FakeModel.named("m"));
                TestHerd gentle = TestHerd.start(home.resolve("gentle"), rare, lone.url() + ",name=A")) {
            lone.has(FakeModel.named("m"), FakeModel.named("fresh"), FakeModel.named("newer"));
            int before = lone.seen("/api/tags").size();

            HttpResponse<String> chat = gentle.post("/api/chat", WHOLE.replace("\"m\"", "\"fresh\""));
            assertThat(chat.statusCode()).isEqualTo(200);
            assertThat(lone.seen("/api/tags")).hasSizeGreaterThan(before);
            assertThat(gentle.post("/api/show", "{\"model\":\"newer\"}").statusCode())
                    .as("known since then")
                    .isEqualTo(200);
            assertThat(gentle.post("/api/chat", WHOLE.replace("\"m\"", "\"none\""))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void saysThatAModelExistsNowhereOnlyWhenAllHaveAnswered() {
        for (String path : List.of("/api/chat", "/v1/chat/completions", "/api/show")) {
            assertThat(herd.post(path, WHOLE.replace("\"m\"", "\"none\"")).statusCode())
                    .isEqualTo(404);
        }
        b.silentInventory(true);
        HttpResponse<String> silent = herd.post("/api/chat", WHOLE.replace("\"m\"", "\"none\""));
        b.stop();
        Await.until("B is down", () -> herd.status("nodes.1.state").equals("\"down\""));
        HttpResponse<String> gone = herd.post("/v1/chat/completions", WHOLE.replace("\"m\"", "\"none\""));

        assertThat(silent.statusCode()).isEqualTo(503);
        assertThat(header(silent, "Retry-After")).matches("[1-9]\\d*");
        assertThat(gone.statusCode()).isEqualTo(503);
        assertThat(at(gone.body(), "error.type")).isEqualTo("\"api_error\"");
    }

    @Test
    void doesNotSayNotFoundWhileAServerTakesItsTime() {
        var slow = QUICK.with(new EngineTiming(
                Patience.DEFAULT, Pace.steady(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(30))));
        try (TestHerd waiting = TestHerd.start(home.resolve("slow"), slow, a.url() + ",name=A")) {
            a.silentInventory(true);

            HttpResponse<String> answer = waiting.post("/api/chat", WHOLE.replace("\"m\"", "\"none\""));

            assertThat(answer.statusCode()).isEqualTo(503);
        }
    }

    @Test
    void usesAServerAgainThatCameBackBreakerAndAll() {
        b.stop();
        a.always(Fault.status(500, "{\"error\":\"runner died\"}"));
        for (int i = 0; i < 3; i++) {
            assertThat(herd.post("/api/chat", WHOLE).statusCode()).isEqualTo(502);
        }
        HttpResponse<String> blocked = herd.post("/api/chat", WHOLE);
        assertThat(blocked.statusCode()).as("the breaker is open").isEqualTo(503);
        assertThat(blocked.body()).contains("A (");
        a.stop();
        untilA("down");
        a.always(null);
        a.start();
        untilA("up");

        HttpResponse<String> answer = herd.post("/api/chat", WHOLE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(at(herd.trace(answer), "times_ms.hold")).isEqualTo("0.0");
    }

    @Test
    void refusesHerdItselfAsAServer() {
        try (TestHerd other = TestHerd.start(
                home.resolve("other"), QUICK, "http://127.0.0.1:" + herd.port() + ",name=loop", a.url() + ",name=A")) {
            assertThat(other.status("nodes.1.state")).isEqualTo("\"down\"");
            assertThat(other.status("nodes.1.reason")).contains("Herd itself");
            assertThat(other.post("/api/chat", WHOLE).statusCode()).isEqualTo(200);
            assertThat(herd.get("/fleet/requests").body()).contains("\"requests\":[]");
        }
    }

    @Test
    void outlivesInventoriesThatAreNone() {
        for (String page : List.of(
                "{\"models\":[1,2]}",
                "{\"models\":{\"a\":1}}",
                "{\"models\":[{\"name\":7,\"model\":null}]}",
                "{\"models\":[{\"name\":\"x\",\"size\":1e999,\"details\":[],\"digest\":{}}]}",
                "{\"models\":" + "[".repeat(700) + "]".repeat(700) + "}",
                "{\"version\":" + "1".repeat(1500) + "}",
                "[]",
                "",
                "<html>",
                "{\"models\":[{\"name\":\"" + "y".repeat(100_000) + "\"}]}")) {
            a.inventoryFails(new Fault.Status(200, page, Map.of()));
            int before = a.seen("/api/tags").size() + a.seen("/api/version").size();
            Await.until(
                    "it was read, and read again",
                    () -> a.seen("/api/tags").size() + a.seen("/api/version").size() > before + 3);
            assertThat(herd.get("/api/tags").statusCode()).isEqualTo(200);
            assertThat(herd.get("/v1/models").statusCode()).isEqualTo(200);
            assertThat(herd.get("/fleet/status").statusCode()).isEqualTo(200);
        }
        a.inventoryFails(null);
        untilA("up");
        assertThat(herd.post("/api/chat", WHOLE, "X-Herd-Node", "A").statusCode())
                .isEqualTo(200);
    }
}
