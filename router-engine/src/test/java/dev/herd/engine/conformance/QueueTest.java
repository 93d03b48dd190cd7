package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who waits, for how long, and in which order. A has `m` loaded and two slots; B has `m` and `only-b` on
/// disk.
class QueueTest {
    private static final String WHOLE =
            "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String STREAM = WHOLE.replace("\"stream\":false,", "");

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
        b = FakeUpstream.ollama(FakeModel.named("m"), FakeModel.named("only-b"));
        start(TestHerd.Settings.PLAIN);
    }

    private void start(TestHerd.Settings settings) {
        herd = TestHerd.start(
                home.resolve("h" + System.nanoTime()),
                settings,
                a.url() + ",name=A,slots=2",
                b.url() + ",name=B,slots=1");
    }

    private void restart(QueueConfig queue) {
        herd.close();
        start(TestHerd.Settings.PLAIN.with(queue));
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

    /// Takes both of A's slots.
    private List<CompletableFuture<HttpResponse<String>>> fillA() {
        a.hold();
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            running.add(herd.later("/api/chat", WHOLE, "X-Herd-Node", "A"));
            int count = i;
            Await.until("it runs", () -> a.running() == count);
        }
        return running;
    }

    /// Sends a request that has to wait for A.
    private CompletableFuture<HttpResponse<String>> waiting(String body, String... headers) {
        int before = herd.waiting();
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("X-Herd-Node", "A"));
        CompletableFuture<HttpResponse<String>> request = herd.later("/api/chat", body, all.toArray(String[]::new));
        Await.until("it waits", () -> herd.waiting() == before + 1);
        return request;
    }

    @Test
    void neverRunsMoreThanTheSlotsAndDrainsItsQueue() {
        a.hold();
        List<CompletableFuture<HttpResponse<String>>> chats = IntStream.range(0, 12)
                .mapToObj(i -> herd.later("/api/chat", i % 2 == 0 ? WHOLE : STREAM, "X-Herd-Node", "A"))
                .toList();
        Await.until("two run and ten wait", () -> a.running() == 2 && herd.waiting() == 10);

        String queue = herd.get("/fleet/queue").body();
        assertThat(at(queue, "running")).isEqualTo("2");
        assertThat(at(queue, "queues.0.node")).isEqualTo("\"A\"");
        assertThat(at(queue, "queues.0.slots")).isEqualTo("2");
        assertThat(at(queue, "queues.0.running")).isEqualTo("2");
        assertThat(at(queue, "queues.0.waiting")).isEqualTo("10");
        assertThat(Double.parseDouble(at(queue, "queues.0.eta_ms"))).isPositive();
        assertThat(at(queue, "waiting_requests.9.position")).isEqualTo("10");
        assertThat(at(queue, "waiting_requests.0.planned_node")).isEqualTo("\"A\"");
        a.release(5);
        Await.until("five are served and two more run", () -> herd.waiting() == 5 && a.running() == 2);
        a.release();
        chats.forEach(chat -> assertThat(chat.join().statusCode()).isEqualTo(200));

        assertThat(a.mostRunning()).isEqualTo(2);
        assertThat(herd.waiting()).isZero();
        assertThat(herd.running()).isZero();
        assertThat(at(herd.get("/fleet/queue").body(), "waiting_requests")).isEqualTo("[]");
    }

    @Test
    void servesUrgentRequestsFirst() {
        List<CompletableFuture<HttpResponse<String>>> running = fillA();
        var batch = waiting(WHOLE, "X-Herd-Priority", "batch");
        var normal = waiting(WHOLE);
        var interactive = waiting(STREAM);
        var said = waiting(WHOLE, "X-Herd-Priority", "interactive");

        String queue = herd.get("/fleet/queue").body();

        assertThat(List.of(
                        at(queue, "waiting_requests.0.class"),
                        at(queue, "waiting_requests.1.class"),
                        at(queue, "waiting_requests.2.class"),
                        at(queue, "waiting_requests.3.class")))
                .containsExactly("\"interactive\"", "\"interactive\"", "\"normal\"", "\"batch\"");
        a.release();
        running.forEach(CompletableFuture::join);
        for (var request : List.of(batch, normal, interactive, said)) {
            assertThat(request.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void namesTheTenantByTagThenUserThenAgent() {
        List<CompletableFuture<HttpResponse<String>>> running = fillA();
        List<CompletableFuture<HttpResponse<String>>> waiting = List.of(
                waiting(
                        WHOLE.replace("{\"model", "{\"metadata\":{\"tags\":[\"one\"]},\"user\":\"u\",\"model"),
                        "X-Herd-Tags",
                        "two"),
                waiting(WHOLE.replace("{\"model", "{\"user\":\"u\",\"model"), "X-Herd-Tags", " two , three"),
                waiting(WHOLE.replace("{\"model", "{\"user\":\"u\",\"model"), "User-Agent", "tool/1.2"),
                waiting(WHOLE, "User-Agent", "tool/1.2 (x)"));

        String queue = herd.get("/fleet/queue").body();

        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> at(queue, "waiting_requests." + i + ".tenant"))
                        .toList())
                .containsExactlyInAnyOrder("\"one\"", "\"two\"", "\"u\"", "\"tool@127.0.0.1\"");
        a.release();
        running.forEach(CompletableFuture::join);
        String trace = herd.trace(waiting.getFirst().join());
        assertThat(at(trace, "tags")).isEqualTo("[\"one\",\"two\"]");
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void keepsAPinnedRequestOnItsNode() {
        List<CompletableFuture<HttpResponse<String>>> running = fillA();
        var pinned = waiting(STREAM);

        assertThat(b.seen("/api/chat")).as("B is free, and not meant").isEmpty();
        HttpResponse<String> other = herd.post("/api/chat", WHOLE);
        assertThat(header(other, "X-Fleet-Node")).isEqualTo("B");
        a.release();
        running.forEach(CompletableFuture::join);
        assertThat(header(pinned.join(), "X-Fleet-Node")).isEqualTo("A");
        for (String node : List.of("nobody", "A")) {
            HttpResponse<String> lost =
                    herd.post("/api/chat", WHOLE.replace("\"m\"", "\"only-b\""), "X-Herd-Node", node);
            assertThat(lost.statusCode()).isEqualTo(503);
            assertThat(header(lost, "Retry-After")).matches("\\d+");
            assertThat(at(lost.body(), "error")).isNotEqualTo("\"\"");
        }
    }

    @Test
    void givesUpAtTheDeadlineWhileWaiting() {
        // Short answers, so that a short wait is predicted.
        String brief = WHOLE.replace("{\"model", "{\"options\":{\"num_predict\":1},\"model");
        a.hold();
        List<CompletableFuture<HttpResponse<String>>> running = List.of(
                herd.later("/api/chat", brief, "X-Herd-Node", "A"), herd.later("/api/chat", brief, "X-Herd-Node", "A"));
        Await.until("the slots are taken", () -> a.running() == 2);

        HttpResponse<String> late = herd.post("/api/chat", brief, "X-Herd-Node", "A", "X-Herd-Deadline", "3");

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(at(herd.trace(late), "reason")).startsWith("\"deadline");
        assertThat(header(late, "Retry-After")).matches("\\d+");
        assertThat(at(herd.trace(late), "outcome")).isEqualTo("\"rejected\"");
        assertThat(herd.waiting()).isZero();
        a.release();
        running.forEach(CompletableFuture::join);
    }

    @Test
    void givesUpAtTheDeadlineWhenTheServerDoesNotBegin() {
        for (String body : List.of(STREAM, WHOLE)) {
            a.hold();
            int left = a.closedEarly();

            HttpResponse<String> late = herd.post("/api/chat", body, "X-Herd-Node", "A", "X-Herd-Deadline", "0.3");

            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(at(herd.trace(late), "reason")).contains("deadline");
            Await.until("the server was told", () -> a.closedEarly() == left + 1);
            assertThat(herd.running()).isZero();
            a.release();
        }
        assertThat(header(herd.post("/api/chat", WHOLE), "X-Fleet-Node"))
                .as("nobody is blamed")
                .isEqualTo("A");
    }

    @Test
    void keepsAStreamThatBeganBeforeItsDeadline() {
        a.pace(40);

        HttpResponse<String> answer = herd.post("/api/chat", STREAM, "X-Herd-Node", "A", "X-Herd-Deadline", "0.35");

        if (answer.statusCode() == 200) {
            assertThat(answer.body()).contains("\"done\":true").doesNotContain("error");
        } else {
            assertThat(answer.statusCode()).as("or none began at all").isEqualTo(503);
        }
    }

    @Test
    void refusesAtOnceWhatWouldWaitTooLong() {
        restart(new QueueConfig(Duration.ZERO, Duration.ofMillis(100)));
        List<CompletableFuture<HttpResponse<String>>> running = fillA();

        HttpResponse<String> refused = herd.post("/v1/chat/completions", WHOLE, "X-Herd-Node", "A");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Retry-After")).matches("[1-9]\\d*");
        assertThat(at(refused.body(), "error.message")).contains("wait").contains("B");
        assertThat(at(herd.trace(refused), "reason")).contains("queue_too_long");
        a.release();
        running.forEach(CompletableFuture::join);
    }

    @Test
    void holdsARequestUntilAMachineServesAgain() {
        restart(new QueueConfig(Duration.ofMinutes(10), Duration.ofMinutes(1)));
        herd.post("/fleet/nodes/B/pause", "");
        CompletableFuture<HttpResponse<String>> held = herd.later("/api/chat", WHOLE.replace("\"m\"", "\"only-b\""));
        Await.until("it is held", () -> herd.waiting() == 1);

        herd.post("/fleet/nodes/B/resume", "");

        assertThat(held.join().statusCode()).isEqualTo(200);
        String trace = herd.trace(held.join());
        assertThat(Double.parseDouble(at(trace, "times_ms.hold"))).isPositive();
        assertThat(at(trace, "node")).isEqualTo("\"B\"");
    }

    @Test
    void givesUpTheHoldWithTheReasonOfEachNode() {
        herd.post("/fleet/nodes/B/pause", "");

        HttpResponse<String> refused = herd.post("/api/chat", WHOLE.replace("\"m\"", "\"only-b\""));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Retry-After")).matches("[1-9]\\d*");
        assertThat(at(refused.body(), "error")).contains("B (paused");
        assertThat(header(refused, "X-Fleet-Node")).isEmpty();
        String trace = herd.trace(refused);
        assertThat(at(trace, "outcome")).isEqualTo("\"rejected\"");
        assertThat(Double.parseDouble(at(trace, "times_ms.total"))).isPositive();
    }

    @Test
    void takesTheFirstFallbackThatCanBeHad() {
        String chat = WHOLE.replace("{\"model", "{\"fallback_models\":[\"none\",\"only-b\",\"m\"],\"model");
        HttpResponse<String> known = herd.post("/api/chat", chat);
        HttpResponse<String> unknown = herd.post("/api/chat", chat.replace("\"model\":\"m\"", "\"model\":\"lost\""));
        HttpResponse<String> bare = herd.post("/api/chat", WHOLE.replace("\"m\"", "\"lost\""));

        assertThat(header(known, "X-Fleet-Fallback")).isEqualTo("false");
        assertThat(header(known, "X-Fleet-Served-Model")).startsWith("m");
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(header(unknown, "X-Fleet-Fallback")).isEqualTo("true");
        assertThat(header(unknown, "X-Fleet-Requested-Model")).isEqualTo("lost");
        assertThat(header(unknown, "X-Fleet-Served-Model")).startsWith("only-b");
        assertThat(at(herd.trace(unknown), "served_model")).contains("only-b");
        assertThat(bare.statusCode()).as("nobody is substituted unasked").isEqualTo(404);
    }

    @Test
    void triesFallbacksBeforeItGivesUp() {
        b.always(Fault.status(500, "{\"error\":\"runner died\"}"));

        HttpResponse<String> answer = herd.post(
                "/api/chat", WHOLE.replace("\"model\":\"m\"", "\"model\":\"only-b\",\"fallback_models\":[\"m\"]"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("A");
        assertThat(header(answer, "X-Fleet-Fallback")).isEqualTo("true");
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("1");
    }

    @Test
    void batchWorkMakesWayForAPersonAndItsClientSeesNothing() throws Exception {
        a.hold();
        var batch = herd.later("/api/chat", WHOLE, "X-Herd-Node", "A", "X-Herd-Priority", "batch");
        var other = herd.later("/api/chat", WHOLE, "X-Herd-Node", "A", "X-Herd-Priority", "batch");
        Await.until("both run", () -> a.running() == 2);

        var person = herd.later("/api/chat", STREAM, "X-Herd-Node", "A");
        Await.until("the person's runs alone", () -> herd.running() == 1 && herd.waiting() == 2);
        a.release();

        assertThat(person.get().statusCode()).isEqualTo(200);
        assertThat(batch.get().statusCode()).isEqualTo(200);
        assertThat(other.get().statusCode()).isEqualTo(200);
        assertThat(header(batch.get(), "X-Fleet-Retries")).isEqualTo("0");
        String trace = herd.get("/fleet/requests/" + header(batch.get(), "X-Fleet-Request"))
                .body();
        assertThat(trace).contains("\"outcome\":\"made_way\"").contains("\"outcome\":\"served\"");
    }
}
