package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of requests: one record each, with the times, the attempts and the decision.
class TraceTest {
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
        a = FakeUpstream.ollama(
                FakeModel.named("m").loaded(8192), FakeModel.named("e").able("embedding"));
        b = FakeUpstream.ollama(FakeModel.named("m"));
        herd = TestHerd.start(home, a.url() + ",name=A,slots=1", b.url() + ",name=B,slots=1");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
    }

    private static String id(HttpResponse<?> response) {
        return response.headers().firstValue("X-Fleet-Request").orElseThrow();
    }

    private static double number(String trace, String path) {
        return Double.parseDouble(at(trace, path));
    }

    @Test
    void saysAllThatHappened() {
        HttpResponse<String> answer = herd.post(
                "/v1/chat/completions",
                WHOLE.replace("{\"model", "{\"user\":\"u\",\"metadata\":{\"tags\":[\"t1\"]},\"model"),
                "X-Herd-Tags",
                "t2",
                "X-Herd-Priority",
                "batch");

        String trace = herd.get("/fleet/requests/" + id(answer)).body();

        assertThat(at(trace, "id")).isEqualTo("\"" + id(answer) + "\"");
        assertThat(at(trace, "state")).isEqualTo("\"done\"");
        assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
        assertThat(at(trace, "reason")).isEqualTo("\"\"");
        assertThat(at(trace, "dialect")).isEqualTo("\"openai\"");
        assertThat(at(trace, "path")).isEqualTo("\"/v1/chat/completions\"");
        assertThat(at(trace, "stream")).isEqualTo("false");
        assertThat(at(trace, "asked_model")).isEqualTo("\"m\"");
        assertThat(at(trace, "served_model")).isEqualTo("\"m:latest\"");
        assertThat(at(trace, "node")).isEqualTo("\"A\"");
        assertThat(at(trace, "received_at")).matches("\"\\d{4}-\\d\\d-\\d\\dT.*Z\"");
        assertThat(at(trace, "class")).isEqualTo("\"batch\"");
        assertThat(at(trace, "tenant")).isEqualTo("\"t1\"");
        assertThat(at(trace, "tags")).isEqualTo("[\"t1\",\"t2\"]");
        assertThat(at(trace, "tokens")).isEqualTo("{\"prompt\":26,\"cached\":0,\"completion\":11}");
        assertThat(at(trace, "decision.chosen")).isEqualTo("\"A\"");
        assertThat(number(trace, "decision.predicted_ms")).isPositive();
        assertThat(at(trace, "decision.candidates.1.node")).isEqualTo("\"B\"");
        assertThat(at(trace, "decision.candidates.1.eligible")).isEqualTo("true");
        for (String term : List.of("queue", "service", "load", "thermal", "affinity", "availability", "context")) {
            assertThat(number(trace, "decision.candidates.1.terms." + term))
                    .as(term)
                    .isNotNegative();
        }
        assertThat(number(trace, "decision.candidates.1.cost_ms"))
                .isEqualTo(number(trace, "decision.candidates.1.terms.service")
                        + number(trace, "decision.candidates.1.terms.load"));
    }

    @Test
    void splitsTheTime() {
        a.pace(10);
        a.hold();
        CompletableFuture<HttpResponse<String>> first = herd.later("/api/chat", STREAM, "X-Herd-Node", "A");
        Await.until("the slot is taken", () -> a.running() == 1);
        CompletableFuture<HttpResponse<String>> second = herd.later("/api/chat", STREAM, "X-Herd-Node", "A");
        Await.until("the second one waits", () -> herd.waiting() == 1);
        a.release();
        String one = herd.trace(first.join());
        String two = herd.trace(second.join());

        assertThat(number(one, "times_ms.queue")).isZero();
        assertThat(number(two, "times_ms.queue")).isPositive();
        for (String trace : List.of(one, two)) {
            assertThat(number(trace, "times_ms.hold")).isZero();
            assertThat(number(trace, "times_ms.load")).isEqualTo(1);
            assertThat(number(trace, "times_ms.prefill")).isEqualTo(9);
            assertThat(number(trace, "times_ms.first_token")).isGreaterThan(number(trace, "times_ms.queue"));
            assertThat(number(trace, "times_ms.generate")).isGreaterThan(50);
            assertThat(number(trace, "times_ms.total"))
                    .isGreaterThanOrEqualTo(number(trace, "times_ms.first_token") + number(trace, "times_ms.generate"));
        }
    }

    @Test
    void tellsOfAttemptsInTheirOrder() {
        a.next(Fault.status(500, "{\"error\":\"runner died\"}"));

        String trace = herd.trace(herd.post("/api/chat", WHOLE));

        assertThat(at(trace, "attempts.0.node")).isEqualTo("\"A\"");
        assertThat(at(trace, "attempts.0.outcome")).isEqualTo("\"failed\"");
        assertThat(at(trace, "attempts.0.status")).isEqualTo("500");
        assertThat(at(trace, "attempts.0.reason")).isEqualTo("\"runner died\"");
        assertThat(at(trace, "attempts.1.node")).isEqualTo("\"B\"");
        assertThat(at(trace, "attempts.1.outcome")).isEqualTo("\"served\"");
        assertThat(at(trace, "attempts.1.status")).isEqualTo("200");
        assertThat(number(trace, "attempts.1.started_ms")).isGreaterThanOrEqualTo(number(trace, "attempts.0.ended_ms"));
        assertThat(number(trace, "attempts.1.ended_ms")).isGreaterThanOrEqualTo(number(trace, "attempts.1.started_ms"));
        assertThat(at(trace, "node")).isEqualTo("\"B\"");
        assertThat(at(trace, "decision.candidates.0.reason")).isEqualTo("\"failed this request already\"");
    }

    @Test
    void canBeReadWhileTheRequestRunsAndAtOnceAfterItsLastByte() {
        a.next(new Fault.StallAfter(3));
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.post("/api/chat", STREAM));
            String id = client.begin().header("X-Fleet-Request");
            assertThat(client.chunk()).isNotEmpty();

            String running = herd.get("/fleet/requests/" + id).body();

            assertThat(at(running, "outcome")).isEqualTo("null");
            assertThat(at(running, "state")).isEqualTo("\"streaming\"");
            assertThat(at(running, "attempts.0.ended_ms")).isEqualTo("null");
            assertThat(at(running, "attempts.0.outcome")).isEqualTo("\"running\"");
            assertThat(at(running, "decision.chosen")).isEqualTo("\"A\"");
            assertThat(number(running, "times_ms.total")).isPositive();
        }
        for (String body : List.of(STREAM, WHOLE)) {
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = herd.post("/api/chat", body, "X-Herd-Node", "B");
                String trace = herd.get("/fleet/requests/" + id(answer)).body();
                assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
            }
        }
        HttpResponse<String> refused = herd.post("/api/chat", "{");
        assertThat(at(herd.get("/fleet/requests/" + id(refused)).body(), "outcome"))
                .isEqualTo("\"rejected\"");
    }

    @Test
    void showsHowLongARequestHasWaitedAlready() {
        a.hold();
        CompletableFuture<HttpResponse<String>> first = herd.later("/api/chat", WHOLE, "X-Herd-Node", "A");
        Await.until("the slot is taken", () -> a.running() == 1);
        String id;
        try (RawClient second = RawClient.to(herd)) {
            second.send(RawClient.post("/api/chat", WHOLE, "X-Herd-Node: A"));
            Await.until("the second one waits", () -> herd.waiting() == 1);
            id = at(herd.get("/fleet/queue").body(), "waiting_requests.0.id").replace("\"", "");

            String waiting = herd.get("/fleet/requests/" + id).body();

            assertThat(at(waiting, "state")).isEqualTo("\"queued\"");
            assertThat(at(waiting, "explanation.summary")).startsWith("\"It waits; as things are it goes to A");
            assertThat(number(waiting, "explanation.predicted_ms.queue")).isPositive();
            assertThat(number(waiting, "times_ms.queue")).isPositive();
        }
        Await.until("it waits no more", () -> herd.waiting() == 0);
        String[] left = {""};
        Await.until("its trace has ended", () -> {
            left[0] = herd.get("/fleet/requests/" + id).body();
            return !at(left[0], "outcome").equals("null");
        });
        assertThat(number(left[0], "times_ms.queue")).isPositive();
        a.release();
        first.join();
    }

    @Test
    void explainsARefusalNodeByNode() {
        herd.post("/fleet/nodes/A/pause", "");
        herd.post("/fleet/nodes/B/drain", "");

        String trace = herd.trace(herd.post("/api/chat", WHOLE));

        assertThat(at(trace, "decision.chosen")).isEqualTo("null");
        assertThat(at(trace, "decision.candidates.0.eligible")).isEqualTo("false");
        assertThat(at(trace, "decision.candidates.0.reason")).contains("paused");
        assertThat(at(trace, "decision.candidates.0.cost_ms")).isEqualTo("null");
        assertThat(at(trace, "decision.candidates.1.reason")).contains("draining");
        assertThat(number(trace, "times_ms.hold")).isGreaterThan(100);
        assertThat(at(trace, "attempts")).isEqualTo("[]");
        assertThat(at(trace, "explanation.summary")).isEqualTo("\"Nowhere: none of 2 candidates can take it.\"");
        assertThat(at(trace, "explanation.candidates.0.verdict")).contains("could not take it: paused");
        assertThat(at(trace, "explanation.candidates.1.change")).contains("if it were not draining");
    }

    @Test
    void explainsWhatWasChosenAndHoldsThePredictionAgainstWhatCame() {
        String trace = herd.trace(herd.post("/api/chat", WHOLE, "X-Herd-Node", "B"));

        assertThat(at(trace, "explanation.summary")).contains("B, the only one of 2 that could take it");
        assertThat(at(trace, "explanation.candidates.0.node")).isEqualTo("\"B\"");
        assertThat(at(trace, "explanation.candidates.0.fate")).isEqualTo("\"chosen\"");
        assertThat(at(trace, "explanation.candidates.1.verdict")).contains("pinned to another node");
        assertThat(number(trace, "explanation.predicted_ms.total")).isPositive();
        assertThat(number(trace, "explanation.observed_ms.total")).isPositive();
        assertThat(number(trace, "explanation.predicted_ms.queue")).isZero();
    }

    @Test
    void statusAndMetricsTellHowGoodPredictionsAre() {
        assertThat(at(herd.get("/fleet/status").body(), "nodes.1.upstreams.0.models.0.prediction"))
                .isEqualTo("null");
        for (int i = 0; i < 3; i++) {
            herd.post("/api/chat", WHOLE, "X-Herd-Node", "B");
        }

        String status = herd.get("/fleet/status").body();
        assertThat(number(status, "nodes.1.upstreams.0.models.0.prediction.n")).isEqualTo(3);
        assertThat(number(status, "nodes.1.upstreams.0.models.0.prediction.total.bias"))
                .isPositive();
        assertThat(at(status, "nodes.1.slowdown")).isEqualTo("null");
        assertThat(herd.get("/metrics").body())
                .contains("herd_prediction_error_ratio{node=\"B\",model=\"m:latest\",of=\"total\"} ")
                .contains("herd_node_speed_ratio{node=\"B\"} 1.0");
    }

    @Test
    void everyAttemptKeepsItsReasons() {
        a.next(Fault.status(500, "{\"error\":\"broken\"}"));
        b.next(Fault.status(500, "{\"error\":\"broken otherwise\"}"));

        String trace = herd.trace(herd.post("/api/chat", WHOLE));

        assertThat(at(trace, "attempts.1.outcome")).isEqualTo("\"failed\"");
        assertThat(at(trace, "attempts.0.decision.chosen")).isEqualTo(at(trace, "attempts.0.node"));
        assertThat(at(trace, "explanation.attempts.0.node")).isEqualTo(at(trace, "attempts.0.node"));
        assertThat(at(trace, "explanation.attempts.0.summary"))
                .startsWith("\"" + at(trace, "attempts.0.node").replace("\"", ""));
    }

    @Test
    void endsEveryRequestOnceWhateverBecomesOfIt() {
        List<HttpResponse<String>> answers = answersOfEveryKind();
        String history = herd.get("/fleet/requests?limit=100").body();

        Matcher each = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(history);
        assertThat(each.results().map(id -> id.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        answers.stream().map(TraceTest::id).toList());
        List<String> outcomes = answers.stream()
                .map(answer -> at(herd.trace(answer), "outcome").replace("\"", ""))
                .toList();
        assertThat(outcomes)
                .containsExactly(
                        "completed",
                        "completed",
                        "completed",
                        "completed",
                        "completed",
                        "rejected",
                        "rejected",
                        "incomplete",
                        "failed",
                        "completed");
        assertThat(at(herd.trace(answers.getLast()), "reason")).isEqualTo("\"no_output\"");
        String metrics = herd.get("/metrics").body();
        assertThat(metrics).contains("herd_requests_total{outcome=\"completed\"} 6");
        assertThat(metrics).contains("herd_request_seconds_count 10");
    }

    private List<HttpResponse<String>> answersOfEveryKind() {
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(herd.post("/api/chat", WHOLE));
        answers.add(herd.post("/api/chat", STREAM));
        answers.add(herd.post("/api/embed", "{\"model\":\"e\",\"input\":\"x\"}"));
        answers.add(herd.post("/api/generate", "{\"model\":\"m\"}"));
        answers.add(herd.post("/api/generate", "{\"model\":\"m\",\"keep_alive\":0}"));
        answers.add(herd.post("/api/chat", "{"));
        answers.add(herd.post("/api/chat", WHOLE.replace("\"m\"", "\"none\"")));
        a.next(new Fault.CloseAfter(2));
        answers.add(herd.post("/api/chat", STREAM, "X-Herd-Node", "A"));
        a.next(Fault.status(400, "{\"error\":\"no\"}"));
        answers.add(herd.post("/api/chat", STREAM, "X-Herd-Node", "A"));
        a.says(List.of("{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n"));
        answers.add(herd.post("/api/chat", STREAM, "X-Herd-Node", "A"));
        return answers;
    }
}
