package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.EngineTiming;
import dev.herd.engine.gateway.Patience;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
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

/// Loading and unloading by an empty prompt. A and B have `m` on disk, C is an OpenAI-compatible server with `x`.
class ResidencyTest {
    private static final String LOAD = "{\"model\":\"m\"}";
    private static final String UNLOAD = "{\"model\":\"m\",\"keep_alive\":0}";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private FakeUpstream c = FakeUpstream.openAi();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(FakeModel.named("m"));
        b = FakeUpstream.ollama(FakeModel.named("m"));
        c = FakeUpstream.openAi(FakeModel.named("x"));
        var quick = new EngineTiming(
                Patience.DEFAULT, Pace.steady(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(700)));
        herd = TestHerd.start(
                home,
                TestHerd.Settings.PLAIN.with(quick),
                a.url() + ",name=A",
                b.url() + ",name=B",
                c.url() + ",name=C,kind=openai");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
        c.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private int loads() {
        return a.seen("/api/generate").size() + b.seen("/api/generate").size();
    }

    private boolean resident(int node) {
        return herd.status("nodes." + node + ".upstreams.0.models.0.resident").equals("true");
    }

    @Test
    void loadsOnOneMachineAndStaysThere() {
        HttpResponse<String> first = herd.post("/api/generate", LOAD);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(at(first.body(), "done_reason")).isEqualTo("\"load\"");
        assertThat(header(first, "X-Fleet-Node")).isEqualTo("A");
        assertThat(header(first, "X-Fleet-Backend")).isEqualTo("ollama");
        assertThat(header(first, "X-Fleet-Fallback")).isEqualTo("false");
        assertThat(loads()).isEqualTo(1);
        Await.until("it is loaded", () -> resident(0));
        HttpResponse<String> again = herd.post("/api/chat", "{\"model\":\"m\",\"messages\":[]}");
        assertThat(header(again, "X-Fleet-Node")).isEqualTo("A");
        assertThat(b.seen("/api/chat")).isEmpty();
        String trace = herd.trace(first);
        assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
        assertThat(at(trace, "reason")).isEqualTo("\"load\"");
        assertThat(at(trace, "node")).isEqualTo("\"A\"");
        assertThat(at(trace, "attempts.0.outcome")).isEqualTo("\"served\"");
    }

    @Test
    void goesPastTheQueue() {
        a.hold();
        b.hold();
        String chat = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        List<CompletableFuture<HttpResponse<String>>> running =
                List.of(herd.later("/api/chat", chat), herd.later("/api/chat", chat), herd.later("/api/chat", chat));
        Await.until("both are busy and one waits", () -> herd.running() == 2 && herd.waiting() == 1);
        CompletableFuture<HttpResponse<String>> load = herd.later("/api/generate", LOAD);

        Await.until("it was sent on", () -> loads() == 1);
        assertThat(herd.waiting()).isEqualTo(1);
        a.release();
        b.release();
        assertThat(load.join().statusCode()).isEqualTo(200);
        running.forEach(CompletableFuture::join);
    }

    @Test
    void loadsWhereThePersonLetsIt() {
        herd.post("/fleet/nodes/A/pause", "");
        HttpResponse<String> loaded = herd.post("/api/generate", LOAD);
        assertThat(header(loaded, "X-Fleet-Node")).isEqualTo("B");
        assertThat(a.seen("/api/generate")).isEmpty();
        assertThat(herd.post("/api/generate", LOAD, "X-Herd-Node", "A").statusCode())
                .isEqualTo(503);
        herd.post("/fleet/nodes/B/drain", "");

        HttpResponse<String> nowhere = herd.post("/api/generate", LOAD);

        assertThat(nowhere.statusCode()).isEqualTo(503);
        assertThat(header(nowhere, "Retry-After")).matches("[1-9]\\d*");
        assertThat(at(nowhere.body(), "error")).contains("A (paused)").contains("B (draining)");
        assertThat(at(herd.trace(nowhere), "outcome")).isEqualTo("\"rejected\"");
    }

    @Test
    void unloadsOnPausedMachinesToo() {
        herd.post("/api/generate", LOAD, "X-Herd-Node", "A");
        herd.post("/api/generate", LOAD, "X-Herd-Node", "B");
        herd.post("/fleet/nodes/A/pause", "");
        Await.until("both have it loaded", () -> resident(0) && resident(1));

        HttpResponse<String> unloaded = herd.post("/api/generate", UNLOAD);

        assertThat(at(unloaded.body(), "done_reason")).isEqualTo("\"unload\"");
        Await.until("neither has it loaded", () -> !resident(0) && !resident(1));
        assertThat(at(herd.trace(unloaded), "attempts.1.outcome")).isEqualTo("\"served\"");
    }

    @Test
    void triesAnotherMachineWhenLoadingFails() {
        a.next(Fault.status(500, "{\"error\":\"cannot allocate memory\"}"));

        HttpResponse<String> loaded = herd.post("/api/generate", LOAD);

        assertThat(loaded.statusCode()).isEqualTo(200);
        assertThat(header(loaded, "X-Fleet-Node")).isEqualTo("B");
        assertThat(header(loaded, "X-Fleet-Retries")).isEqualTo("1");
        assertThat(at(herd.trace(loaded), "attempts.0.reason")).isEqualTo("\"cannot allocate memory\"");
    }

    @Test
    void saysWhyLoadingFailedEverywhere() {
        a.always(Fault.status(500, "{\"error\":\"cannot allocate memory\"}"));
        b.always(Fault.status(500, "{\"error\":\"cannot allocate memory\"}"));
        HttpResponse<String> failed = herd.post("/api/generate", LOAD);
        a.always(new Fault.Status(503, "{\"error\":\"server busy\"}", Map.of()));
        b.always(new Fault.Status(503, "{\"error\":\"server busy\"}", Map.of()));
        HttpResponse<String> busy = herd.post("/api/generate", LOAD);
        a.always(Fault.status(400, "{\"error\":\"\\\"m\\\" does not support generate\"}"));
        HttpResponse<String> wrong = herd.post("/api/generate", LOAD);

        assertThat(failed.statusCode()).isEqualTo(502);
        assertThat(at(failed.body(), "error")).contains("memory");
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(header(busy, "Retry-After")).matches("[1-9]\\d*");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(header(wrong, "X-Fleet-Retries"))
                .as("its own mistake is not tried again")
                .isEqualTo("0");
    }

    @Test
    void unloadsWhatAnswersAlthoughAnotherFails() {
        a.always(Fault.status(500, "{\"error\":\"stuck\"}"));

        HttpResponse<String> unloaded = herd.post("/api/generate", UNLOAD);

        assertThat(unloaded.statusCode()).isEqualTo(200);
        assertThat(header(unloaded, "X-Fleet-Node")).isEqualTo("B");
    }

    @Test
    void leavesAMachineThatFellSilentWhileLoading() {
        a.next(new Fault.BlackHole());
        CompletableFuture<HttpResponse<String>> load = herd.later("/api/generate", LOAD);
        Await.until("A has it", () -> a.running() == 1);
        a.silentInventory(true);

        assertThat(load.join().statusCode()).isEqualTo(200);
        assertThat(header(load.join(), "X-Fleet-Node")).isEqualTo("B");
        Await.until("A was left", () -> a.running() == 0);
    }

    @Test
    void stopsLoadingWhenTheClientLeavesOrItsTimeIsOver() {
        a.hold();
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.post("/api/generate", LOAD));
            Await.until("A has it", () -> a.running() == 1);
        }
        Await.until("A was left", () -> a.running() == 0);
        HttpResponse<String> late = herd.post("/api/generate", LOAD, "X-Herd-Deadline", "0.2");

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(at(herd.trace(late), "reason")).isEqualTo("\"deadline\"");
        assertThat(herd.get("/fleet/requests").body()).contains("\"client_disconnected\"");
    }

    @Test
    void answersForServersThatLoadByThemselves() {
        HttpResponse<String> loaded = herd.post("/api/generate", LOAD.replace("\"m\"", "\"x\""));
        HttpResponse<String> unloaded =
                herd.post("/api/chat", "{\"model\":\"x\",\"messages\":[],\"keep_alive\":\"0s\"}");

        assertThat(at(loaded.body(), "done_reason")).isEqualTo("\"load\"");
        assertThat(at(loaded.body(), "response")).isEqualTo("\"\"");
        assertThat(at(unloaded.body(), "done_reason")).isEqualTo("\"unload\"");
        assertThat(at(unloaded.body(), "message.content")).isEqualTo("\"\"");
        assertThat(c.seen("/v1/chat/completions")).isEmpty();
    }
}
