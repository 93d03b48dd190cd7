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

/// Herd's own pages: status, queue, history, events, metrics, and what a person tells a machine.
class FleetPagesTest {
    private static final String WHOLE =
            "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama("0.30.1", FakeModel.named("m").loaded(8192));
        b = FakeUpstream.ollama("0.33.0", FakeModel.named("m"), FakeModel.named("n"));
        herd = TestHerd.start(home, a.url() + ",name=A,slots=2", b.url() + ",name=B,slots=1");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
    }

    @Test
    void showsTheFleet() {
        String status = herd.get("/fleet/status").body();

        assertThat(at(status, "version")).isEqualTo("\"0.0.1-test\"");
        assertThat(at(status, "now")).matches("\"\\d{4}-.*Z\"");
        assertThat(at(status, "state")).isEqualTo("\"serving\"");
        assertThat(Integer.parseInt(at(status, "uptime_s"))).isNotNegative();
        assertThat(at(status, "totals.nodes_up")).isEqualTo("2");
        assertThat(at(status, "totals.resident_models")).isEqualTo("1");
        assertThat(at(status, "totals.running")).isEqualTo("0");
        assertThat(at(status, "totals.waiting")).isEqualTo("0");
        assertThat(at(status, "totals.errors_1h")).isEqualTo("0");
        at(status, "totals.tokens_per_s");
        assertThat(at(status, "nodes.0.id")).isEqualTo("\"A\"");
        assertThat(at(status, "nodes.0.kind")).isEqualTo("\"plain\"");
        assertThat(at(status, "nodes.0.state")).isEqualTo("\"up\"");
        assertThat(at(status, "nodes.0.until")).isEqualTo("null");
        assertThat(at(status, "nodes.0.upstreams.0.url")).isEqualTo("\"" + a.url() + "\"");
        assertThat(at(status, "nodes.0.upstreams.0.kind")).isEqualTo("\"ollama\"");
        assertThat(at(status, "nodes.0.upstreams.0.version")).isEqualTo("\"0.30.1\"");
        String model = "nodes.0.upstreams.0.models.0.";
        assertThat(at(status, model + "name")).isEqualTo("\"m:latest\"");
        assertThat(at(status, model + "digest")).hasSize(66);
        assertThat(at(status, model + "size_bytes")).isEqualTo("4706705632");
        assertThat(at(status, model + "capabilities")).contains("\"tools\"");
        assertThat(at(status, model + "resident")).isEqualTo("true");
        assertThat(at(status, model + "window")).isEqualTo("8192");
        assertThat(at(status, model + "slots")).isEqualTo("2");
    }

    @Test
    void countsWhatRunsAndWaitsWhereItIs() {
        a.hold();
        List<CompletableFuture<HttpResponse<String>>> chats = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            chats.add(herd.later("/api/chat", WHOLE, "X-Herd-Node", "A"));
        }
        Await.until("two run and one waits", () -> a.running() == 2 && herd.waiting() == 1);

        String status = herd.get("/fleet/status").body();
        assertThat(at(status, "totals.running")).isEqualTo("2");
        assertThat(at(status, "totals.waiting")).isEqualTo("1");
        assertThat(at(status, "nodes.0.running")).isEqualTo("2");
        assertThat(at(status, "nodes.0.waiting")).isEqualTo("1");
        assertThat(at(status, "nodes.1.running")).isEqualTo("0");
        assertThat(at(status, "nodes.0.upstreams.0.models.0.running")).isEqualTo("2");
        String metrics = herd.get("/metrics").body();
        assertThat(metrics).containsPattern("(?m)^herd_[a-z_]*running[^\\n]* 2(\\.0)?$");
        a.release();
        chats.forEach(CompletableFuture::join);
        Await.until("all is idle", () -> herd.status("totals.running").equals("0"));
        assertThat(Double.parseDouble(herd.status("nodes.0.tokens_per_s"))).isPositive();
    }

    @Test
    void pagesAndFiltersTheHistory() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(id(herd.post("/api/chat", WHOLE, "X-Herd-Node", "A", "X-Herd-Tags", "t" + i % 2)));
        }
        ids.addFirst(id(herd.post("/api/chat", WHOLE.replace("\"m\"", "\"n\""))));
        ids.addFirst(id(herd.post("/api/chat", WHOLE.replace("\"m\"", "\"none\""))));

        String first = herd.get("/fleet/requests?limit=4").body();
        String rest =
                herd.get("/fleet/requests?limit=4&before=" + at(first, "next")).body();

        assertThat(ids(first)).containsExactlyElementsOf(ids.subList(0, 4));
        assertThat(ids(rest)).containsExactlyElementsOf(ids.subList(4, 7));
        assertThat(at(rest, "next")).isEqualTo("null");
        assertThat(ids(herd.get("/fleet/requests").body())).containsExactlyElementsOf(ids);
        assertThat(ids(herd.get("/fleet/requests?model=n").body())).containsExactly(ids.get(1));
        assertThat(ids(herd.get("/fleet/requests?node=A").body())).hasSize(5);
        assertThat(ids(herd.get("/fleet/requests?outcome=rejected").body())).containsExactly(ids.get(0));
        assertThat(ids(herd.get("/fleet/requests?tag=t1").body())).hasSize(2);
        assertThat(ids(herd.get("/fleet/requests?tag=t").body())).isEmpty();
        assertThat(ids(herd.get("/fleet/requests?node=A&tag=t0&limit=2").body()))
                .hasSize(2);
        assertThat(at(first, "requests.3.outcome")).isEqualTo("\"completed\"");
        assertThat(at(first, "requests.3.tokens.completion")).isEqualTo("11");
    }

    private static String id(HttpResponse<?> response) {
        return response.headers().firstValue("X-Fleet-Request").orElseThrow();
    }

    private static List<String> ids(String page) {
        Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(page);
        return id.results().map(result -> result.group(1)).toList();
    }

    @Test
    void keepsTheHistoryOverARestart() {
        String id = id(herd.post("/api/chat", WHOLE));
        herd.close();
        herd = TestHerd.start(home, a.url() + ",name=A");

        assertThat(at(herd.get("/fleet/requests/" + id).body(), "outcome")).isEqualTo("\"completed\"");
        assertThat(at(herd.get("/fleet/requests/" + id).body(), "decision.chosen"))
                .isNotEqualTo("null");
        assertThat(herd.get("/fleet/requests/none").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsWhatHappensAsItHappens() {
        try (RawClient watcher = RawClient.to(herd).send(RawClient.get("/fleet/events"));
                RawClient other = RawClient.to(herd).send(RawClient.get("/fleet/events"))) {
            assertThat(watcher.begin().header("Content-Type")).startsWith("text/event-stream");
            assertThat(watcher.chunk()).startsWith(":");
            other.begin();
            other.chunk();
            String id = id(herd.post("/api/chat", WHOLE));
            herd.post("/fleet/nodes/B/pause", "");

            List<String> events = until(watcher, "\"paused\"");

            assertThat(events)
                    .allMatch(event -> event.matches("(?s)id: \\d+\\nevent: (request|node)\\ndata: \\{.*\\}\\n\\n"));
            List<Long> numbers = events.stream()
                    .map(event -> Long.parseLong(event.substring(4, event.indexOf('\n'))))
                    .toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            assertThat(events.stream().filter(event -> event.contains("\"outcome\":\"completed\"")))
                    .singleElement()
                    .asString()
                    .contains("\"" + id + "\"")
                    .contains("event: request");
            assertThat(events.getLast()).contains("event: node").contains("\"B\"");
            assertThat(until(other, "\"paused\"")).as("each watcher hears all").containsExactlyElementsOf(events);
        }
        Await.until("the engine goes on without them", () -> herd.get("/").statusCode() == 200);
    }

    private static List<String> until(RawClient watcher, String last) {
        List<String> events = new ArrayList<>();
        while (events.isEmpty() || !events.getLast().contains(last)) {
            String chunk = watcher.chunk();
            if (chunk.startsWith("id:")) {
                events.add(chunk);
            }
        }
        return events;
    }

    @Test
    void pausesAndDrainsAndTakesItBack() {
        HttpResponse<String> paused = herd.post("/fleet/nodes/a/pause", "{\"for\":\"1h\"}");
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(at(paused.body(), "state")).isEqualTo("\"paused\"");
        assertThat(herd.status("nodes.0.until")).startsWith("\"20");
        assertThat(herd.status("nodes.0.reason")).isNotEqualTo("\"\"");
        assertThat(herd.status("totals.nodes_up")).isEqualTo("1");
        for (int i = 0; i < 3; i++) {
            assertThat(herd.post("/api/chat", WHOLE).headers().firstValue("X-Fleet-Node"))
                    .contains("B");
        }
        assertThat(at(herd.post("/fleet/nodes/A/resume", "").body(), "state")).isEqualTo("\"up\"");
        assertThat(herd.status("nodes.0.until")).isEqualTo("null");
        assertThat(at(herd.post("/fleet/nodes/A/drain", "{}").body(), "state")).isEqualTo("\"draining\"");
        assertThat(at(herd.post("/fleet/nodes/A/undrain", "").body(), "state")).isEqualTo("\"up\"");
        assertThat(herd.post("/fleet/nodes/none/pause", "").statusCode()).isEqualTo(404);
        herd.post("/fleet/nodes/A/pause", "{\"for\":\"200ms\"}");
        Await.until(
                "the pause ends by itself", () -> herd.status("nodes.0.state").equals("\"up\""));
    }

    @Test
    void letsWhatRunsOnAPausedMachineEnd() {
        a.hold();
        CompletableFuture<HttpResponse<String>> running = herd.later("/api/chat", WHOLE, "X-Herd-Node", "A");
        Await.until("it runs", () -> a.running() == 1);

        herd.post("/fleet/nodes/A/pause", "");
        a.release();

        assertThat(running.join().statusCode()).isEqualTo(200);
    }

    @Test
    void measuresForPrometheus() {
        herd.post("/api/chat", WHOLE, "X-Herd-Node", "A");
        a.next(Fault.status(500, "{\"error\":\"x\"}"));
        b.next(Fault.status(500, "{\"error\":\"y\"}"));
        herd.post("/api/chat", WHOLE);

        HttpResponse<String> metrics = herd.get("/metrics");

        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body().lines())
                .allMatch(
                        line -> line.matches(
                                "# (HELP|TYPE) herd_[a-z_]+ .+|herd_[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? -?[0-9.eE+-]+"));
        assertThat(metrics.body())
                .contains("herd_requests_total{outcome=\"completed\"} 1")
                .contains("herd_requests_total{outcome=\"failed\"} 1");
        assertThat(herd.status("totals.errors_1h")).isEqualTo("1");
    }

    @Test
    void saysThatItHasNoNodesWhenAllAreGone() {
        a.stop();
        b.stop();

        Await.until("it says so", () -> herd.status("state").equals("\"no_nodes\""));
        assertThat(herd.status("totals.nodes_up")).isEqualTo("0");
    }
}
