package dev.herd.engine.conformance;

import static dev.herd.engine.testing.FakePulls.CUT;
import static dev.herd.engine.testing.FakePulls.MANIFEST;
import static dev.herd.engine.testing.FakePulls.STALL;
import static dev.herd.engine.testing.FakePulls.SUCCESS;
import static dev.herd.engine.testing.FakePulls.WAIT;
import static dev.herd.engine.testing.FakePulls.part;
import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/api/pull` as clients of Ollama know it, in front of a fleet.
class PullTest {
    private static final String PULL = "{\"model\":\"new\"}";
    private static final String CHAT =
            "{\"model\":\"new\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private FakeUpstream c = FakeUpstream.openAi();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(FakeModel.named("m"));
        b = FakeUpstream.ollama(FakeModel.named("m"), FakeModel.named("other"));
        c = FakeUpstream.openAi(FakeModel.named("else"));
        herd = TestHerd.start(
                home, a.url() + ",name=A,memory=64GiB", b.url() + ",name=B,memory=32GiB", c.url() + ",name=C");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
        c.close();
    }

    private static String node(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Fleet-Node").orElse("");
    }

    private String pulls() {
        return herd.get("/fleet/pulls").body();
    }

    @Test
    void relaysEveryLineAsItIsAndTheModelCanBeAskedForAtOnce() {
        a.pulls().next(MANIFEST, part(100, 0), part(100, 40), "{ \"status\" : \"odd\" }", part(100, 100), SUCCESS);

        HttpResponse<String> answer = herd.post("/api/pull", PULL);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(node(answer)).isEqualTo("A");
        assertThat(answer.headers().firstValue("X-Fleet-Backend")).contains("ollama");
        assertThat(answer.body().lines())
                .containsExactly(
                        MANIFEST, part(100, 0), part(100, 40), "{ \"status\" : \"odd\" }", part(100, 100), SUCCESS);
        assertThat(herd.get("/api/tags").body()).contains("\"new:latest\"");
        assertThat(herd.post("/api/chat", CHAT).statusCode()).isEqualTo(200);
        assertThat(at(pulls(), "pulls")).isEqualTo("[]");
    }

    @Test
    void answersWithTheLastLineAloneWhenNoStreamIsWanted() {
        HttpResponse<String> answer = herd.post("/api/pull", "{\"name\":\"new\",\"stream\":false}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body()).isEqualTo(SUCCESS);
        assertThat(a.last("/api/pull").body()).isEqualTo("{\"model\":\"new\",\"stream\":true}");
    }

    @Test
    void choosesTheMachineThatHasTheModelThenTheLargest() {
        assertThat(node(herd.post("/api/pull", "{\"model\":\"other\"}"))).isEqualTo("B");
        assertThat(node(herd.post("/api/pull", PULL))).isEqualTo("A");
        herd.post("/fleet/nodes/A/pause", "");
        assertThat(node(herd.post("/api/pull", "{\"model\":\"second\"}"))).isEqualTo("B");
        herd.post("/fleet/nodes/B/drain", "");

        HttpResponse<String> nowhere = herd.post("/api/pull", "{\"model\":\"third\"}");

        assertThat(nowhere.statusCode()).isEqualTo(503);
        assertThat(nowhere.headers().firstValue("Retry-After")).isPresent();
        assertThat(at(nowhere.body(), "error"))
                .contains("A (paused)")
                .contains("B (draining)")
                .contains("C (has no Ollama");
    }

    @Test
    void pullsToTheMachineThatWasNamed() {
        assertThat(node(herd.post("/api/pull", PULL, "X-Herd-Node", "b"))).isEqualTo("B");
        assertThat(node(herd.post("/api/pull", "{\"model\":\"second\",\"node\":\"B\"}")))
                .isEqualTo("B");
        assertThat(node(herd.post("/api/pull", "{\"model\":\"third\",\"node_id\":\"B\"}")))
                .isEqualTo("B");

        assertThat(herd.post("/api/pull", PULL, "X-Herd-Node", "nobody").statusCode())
                .isEqualTo(503);
        assertThat(herd.post("/api/pull", PULL, "X-Herd-Node", "C").body()).contains("has no Ollama");
    }

    @Test
    void refusesWhatIsKnownNotToFitWithTheSums() {
        a.pulls().next(MANIFEST, part(70_000_000_000L, 0), WAIT, SUCCESS);

        CompletableFuture<HttpResponse<String>> answer = herd.later("/api/pull", PULL);
        Await.until("it is refused", answer::isDone);

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().body().lines().toList().getLast())
                .contains("\"error\"")
                .contains("needs 65.2 GiB of memory and there are 64.0 GiB");
        Await.until("the server was told", () -> a.pulls().left() == 1);
        assertThat(herd.post("/api/chat", CHAT).statusCode()).isEqualTo(404);
    }

    @Test
    void twoClientsShareOnePull() {
        a.pulls().next(MANIFEST, part(100, 10), WAIT, part(100, 100), SUCCESS);
        CompletableFuture<HttpResponse<String>> first = herd.later("/api/pull", PULL);
        Await.until("it runs", () -> pulls().contains("\"completed_bytes\":10"));
        CompletableFuture<HttpResponse<String>> second = herd.later("/api/pull", "{\"model\":\"NEW:latest\"}");
        CompletableFuture<HttpResponse<String>> third = herd.later("/api/pull", "{\"model\":\"new\",\"stream\":false}");
        Await.until("all watch", () -> at(pulls(), "pulls.0.watchers").equals("3"));

        a.pulls().goOn();

        String[] all = {MANIFEST, part(100, 10), part(100, 100), SUCCESS};
        assertThat(first.join().body().lines()).containsExactly(all);
        assertThat(second.join().body().lines()).containsExactly(all);
        assertThat(third.join().body()).isEqualTo(SUCCESS);
        assertThat(a.seen("/api/pull")).hasSize(1);
    }

    @Test
    void goesOnWhenAllWhoWatchedHaveLeft() {
        a.pulls().next(MANIFEST, part(100, 10), WAIT, part(100, 100), SUCCESS);
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.post("/api/pull", PULL));
            Await.until("it runs", () -> pulls().contains("\"completed_bytes\":10"));
        }
        Await.until("nobody watches", () -> at(pulls(), "pulls.0.watchers").equals("0"));
        assertThat(a.pulls().left()).isZero();

        a.pulls().goOn();

        Await.until("it is there", () -> herd.get("/api/tags").body().contains("\"new:latest\""));
    }

    @Test
    void listsWhatRunsAndCancelsIt() {
        a.pulls().next(MANIFEST, part(100, 10), WAIT, SUCCESS);
        CompletableFuture<HttpResponse<String>> watching = herd.later("/api/pull", PULL);
        Await.until("it runs", () -> pulls().contains("\"completed_bytes\":10"));
        String pull = at(pulls(), "pulls.0");
        assertThat(at(pull, "model")).isEqualTo("\"new\"");
        assertThat(at(pull, "node")).isEqualTo("\"A\"");
        assertThat(at(pull, "status")).isEqualTo("\"pulling c149f93bf5c1\"");
        assertThat(at(pull, "total_bytes")).isEqualTo("100");
        assertThat(at(pull, "automatic")).isEqualTo("false");
        String path = "/fleet/pulls/" + at(pull, "id").replace("\"", "");

        HttpResponse<String> cancelled = herd.delete(path);

        assertThat(at(cancelled.body(), "cancelled")).isEqualTo("true");
        assertThat(watching.join().body().lines().toList().getLast()).contains("the pull was cancelled");
        Await.until("the server was told", () -> a.pulls().left() == 1);
        assertThat(herd.delete(path).statusCode()).isEqualTo(404);
        assertThat(herd.get("/fleet/status").body()).doesNotContain("pull_failed");
    }

    @Test
    void asksAgainWhenThePullBreaksOff() {
        a.pulls()
                .next(MANIFEST, part(100, 10), CUT)
                .next(MANIFEST)
                .next(MANIFEST, part(100, 60), part(100, 100), SUCCESS);

        HttpResponse<String> answer = herd.post("/api/pull", PULL);

        assertThat(answer.body().lines())
                .containsExactly(MANIFEST, part(100, 10), MANIFEST, MANIFEST, part(100, 60), part(100, 100), SUCCESS);
        assertThat(a.seen("/api/pull")).hasSize(3);
        assertThat(herd.get("/fleet/status").body()).doesNotContain("pull_failed");
    }

    @Test
    void givesUpAfterFourBrokenPullsAndLeavesAFinding() {
        for (int i = 0; i < 4; i++) {
            a.pulls().next(MANIFEST, CUT);
        }

        HttpResponse<String> answer = herd.post("/api/pull", "{\"model\":\"new\",\"stream\":false}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(a.seen("/api/pull")).hasSize(4);
        assertThat(herd.get("/fleet/status").body())
                .contains("pull_failed")
                .contains("new could not be pulled to A: the answer broke off");
        assertThat(herd.post("/api/pull", PULL).body()).contains(SUCCESS);
        assertThat(herd.get("/fleet/status").body()).as("it has come after all").doesNotContain("pull_failed");
    }

    @Test
    void waitsNoLongerForAServerThatHasFallenSilent() {
        a.pulls().next(MANIFEST, STALL);
        CompletableFuture<HttpResponse<String>> watching = herd.later("/api/pull", PULL);
        Await.until("it runs", () -> pulls().contains("pulling manifest"));

        a.silentInventory(true);
        Await.until("it is asked again", () -> at(pulls(), "pulls.0.attempt").equals("2"));
        a.silentInventory(false);

        assertThat(watching.join().body().lines().toList().getLast()).isEqualTo(SUCCESS);
        assertThat(a.pulls().left()).isEqualTo(1);
    }

    @Test
    void tellsErrorsAsOllamaGivesThem() {
        String error = "{\"error\":\"pull model manifest: file does not exist\"}";
        a.pulls().next(MANIFEST, error).next(MANIFEST, error).next(error);
        HttpResponse<String> streamed = herd.post("/api/pull", PULL);
        HttpResponse<String> whole = herd.post("/api/pull", "{\"model\":\"new\",\"stream\":false}");
        HttpResponse<String> atOnce = herd.post("/api/pull", PULL);
        assertThat(herd.get("/fleet/status").body()).contains("pull_failed").contains("file does not exist");
        a.pulls().refuse(400, "{\"error\":\"invalid model name\"}");
        HttpResponse<String> refused = herd.post("/api/pull", "{\"model\":\"a b\"}");

        assertThat(streamed.statusCode()).isEqualTo(200);
        assertThat(streamed.body().lines()).containsExactly(MANIFEST, error);
        assertThat(whole.statusCode()).isEqualTo(500);
        assertThat(whole.body()).isEqualTo(error);
        assertThat(atOnce.statusCode()).isEqualTo(200);
        assertThat(atOnce.body().lines()).containsExactly(error);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"error\":\"invalid model name\"}");
        assertThat(a.seen("/api/pull")).as("an answer is an answer").hasSize(4);
        assertThat(herd.get("/fleet/status").body())
                .as("what a client asks wrongly is none of the fleet's failures")
                .doesNotContain("invalid model name");
    }

    @Test
    void refusesWhatIsNoQuestion() {
        for (String body : new String[] {
            "",
            "{",
            "{}",
            "{\"model\":\"\"}",
            "{\"model\":3}",
            "{\"model\":\"a\",\"stream\":\"yes\"}",
            "{\"model\":\"a\",\"Model\":\"b\"}",
            "{\"model\":\"" + "x".repeat(600) + "\"}"
        }) {
            HttpResponse<String> answer = herd.post("/api/pull", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(at(answer.body(), "error")).as(body).isNotEqualTo("\"\"");
        }
        assertThat(herd.post("/api/pull", "").body()).isEqualTo("{\"error\":\"missing request body\"}");
        assertThat(herd.post("/api/pull", "{}").body()).isEqualTo("{\"error\":\"invalid model name\"}");
        assertThat(herd.get("/api/pull").statusCode()).isEqualTo(405);
        assertThat(a.seen("/api/pull")).isEmpty();
    }

    @Test
    void windowsPullWithoutWaiting() throws InterruptedException {
        a.pulls().next(MANIFEST, WAIT, SUCCESS);
        HerdEngine engine = herd.engine().door();

        CommandResult begun = engine.execute(new EngineCommand.Pull("new", new NodeId("A")));
        CommandResult nowhere = engine.execute(new EngineCommand.Pull("new", new NodeId("C")));

        assertThat(begun).isEqualTo(new CommandResult.Done("new is being pulled to A."));
        assertThat(nowhere).isInstanceOf(CommandResult.Rejected.class);
        String id = at(pulls(), "pulls.0.id").replace("\"", "");
        assertThat(engine.execute(new EngineCommand.CancelPull(id))).isInstanceOf(CommandResult.Done.class);
        Await.until("it has ended", () -> at(pulls(), "pulls").equals("[]"));
        assertThat(engine.execute(new EngineCommand.CancelPull(id))).isInstanceOf(CommandResult.Rejected.class);
    }

    @Test
    void watchersAreToldWhenHerdEnds() throws InterruptedException {
        a.pulls().next(MANIFEST, WAIT, SUCCESS);
        CompletableFuture<HttpResponse<String>> watching = herd.later("/api/pull", PULL);
        Await.until("it runs", () -> pulls().contains("pulling manifest"));

        herd.engine().close();

        assertThat(watching.join().body().lines()).containsExactly(MANIFEST, "{\"error\":\"Herd is stopping\"}");
    }
}
