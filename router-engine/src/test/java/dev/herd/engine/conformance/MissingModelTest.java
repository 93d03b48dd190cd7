package dev.herd.engine.conformance;

import static dev.herd.engine.testing.FakePulls.MANIFEST;
import static dev.herd.engine.testing.FakePulls.SUCCESS;
import static dev.herd.engine.testing.FakePulls.WAIT;
import static dev.herd.engine.testing.FakePulls.part;
import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.PullPolicy;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import dev.herd.engine.testing.TestHerd.Settings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a request for a model that no machine has, by the policy for pulls.
class MissingModelTest {
    @TempDir
    Path home;

    private final FakeUpstream a = FakeUpstream.ollama(FakeModel.named("m"));
    private final FakeUpstream b = FakeUpstream.ollama(FakeModel.named("m"));
    private TestHerd herd;

    @BeforeEach
    void start() {
        herd = started(Settings.PLAIN.with(PullPolicy.ALLOW));
    }

    private TestHerd started(Settings settings) {
        return TestHerd.start(home, settings, a.url() + ",name=A", b.url() + ",name=B");
    }

    private void restart(Settings settings) {
        herd.close();
        herd = started(settings);
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
    }

    private static String chat(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private static String hint(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Fleet-Hint").orElse("");
    }

    private int pulls() {
        return a.seen("/api/pull").size() + b.seen("/api/pull").size();
    }

    @Test
    void theHintStandsBesideOllamasOwnText() {
        restart(Settings.PLAIN.with(PullPolicy.ASK));

        HttpResponse<String> ollama = herd.post("/api/chat", chat("llama3.2:3b"));
        HttpResponse<String> openAi = herd.post("/v1/chat/completions", chat("someone/phi-4"));
        HttpResponse<String> hosted = herd.post("/v1/chat/completions", chat("gpt-4o"));

        assertThat(ollama.statusCode()).isEqualTo(404);
        assertThat(ollama.body()).isEqualTo("{\"error\":\"model 'llama3.2:3b' not found\"}");
        assertThat(hint(ollama)).isEqualTo("herd pull llama3.2:3b");
        assertThat(openAi.statusCode()).isEqualTo(404);
        assertThat(hint(openAi)).isEqualTo("herd pull someone/phi-4");
        assertThat(hosted.statusCode()).isEqualTo(404);
        assertThat(hint(hosted)).as("nobody can pull it").isEmpty();
        assertThat(pulls()).isZero();
    }

    @Test
    void neverSaysNothing() {
        restart(Settings.PLAIN.with(PullPolicy.NEVER));

        HttpResponse<String> answer = herd.post("/api/chat", chat("new"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(hint(answer)).isEmpty();
        assertThat(pulls()).isZero();
        assertThat(herd.post("/api/pull", "{\"model\":\"new\"}").body())
                .as("a person's own wish is none of a request's")
                .contains(SUCCESS);
    }

    @Test
    void aRequestThatMayWaitsForItsModel() {
        a.pulls().next(MANIFEST, part(100, 10), WAIT, SUCCESS);
        CompletableFuture<HttpResponse<String>> first = herd.later("/api/chat", chat("new"));
        Await.until("it is pulled", () -> herd.get("/fleet/pulls").body().contains("\"automatic\":true"));
        CompletableFuture<HttpResponse<String>> second = herd.later("/v1/chat/completions", chat("new"));
        Await.until(
                "both wait",
                () -> at(herd.get("/fleet/pulls").body(), "pulls.0.watchers").equals("2"));

        a.pulls().goOn();

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(pulls()).isEqualTo(1);
        assertThat(Double.parseDouble(at(herd.trace(first.join()), "times_ms.hold")))
                .as("the time it waited for its model")
                .isPositive();
    }

    @Test
    void aFailedPullGivesItsReason() {
        a.pulls().next(MANIFEST, "{\"error\":\"pull model manifest: file does not exist\"}");

        HttpResponse<String> answer = herd.post("/api/chat", chat("new"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(at(answer.body(), "error"))
                .isEqualTo("\"model 'new' not found, and it could not be pulled to A: "
                        + "pull model manifest: file does not exist\"");
    }

    @Test
    void waitsNoLongerThanItsDeadlineAndThePullGoesOn() {
        a.pulls().next(MANIFEST, part(100, 43), WAIT, SUCCESS);

        HttpResponse<String> answer = herd.post("/api/chat", chat("new"), "X-Herd-Deadline", "0.5");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(at(answer.body(), "error")).contains("still being pulled to A");
        a.pulls().goOn();
        Await.until("it comes", () -> herd.get("/api/tags").body().contains("\"new:latest\""));
    }

    @Test
    void oneAutomaticPullForEachMachine() {
        a.pulls().next(MANIFEST, WAIT, SUCCESS);
        b.pulls().next(MANIFEST, WAIT, SUCCESS);
        List<CompletableFuture<HttpResponse<String>>> waiting =
                List.of(herd.later("/api/chat", chat("one")), herd.later("/api/chat", chat("two")));
        Await.until(
                "both machines pull",
                () -> a.pulls().running() == 1 && b.pulls().running() == 1);

        HttpResponse<String> third = herd.post("/api/chat", chat("three"));

        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(at(third.body(), "error")).contains("A (pulls another model already)");
        a.pulls().goOn();
        b.pulls().goOn();
        assertThat(waiting).allMatch(answer -> answer.join().statusCode() == 200);
    }

    @Test
    void nothingIsPulledThatCannotBeMeant() {
        for (String name : List.of("claude-sonnet-4-5", "gpt-4o", "evil.example/x/y", "a b", "glm-4.6:cloud", "../x")) {
            assertThat(herd.post("/api/chat", chat(name)).statusCode()).as(name).isEqualTo(404);
        }
        herd.post("/api/generate", "{\"model\":\"new\",\"keep_alive\":0}");
        herd.post("/api/show", "{\"model\":\"new\"}");
        herd.get("/v1/models/new");

        assertThat(pulls()).isZero();
    }

    @Test
    void strangersPullNothing() {
        restart(Settings.PLAIN.with(PullPolicy.ALLOW).with(new EndpointConfig(0, "127.0.0.1", "secret")));

        assertThat(herd.post("/api/chat", chat("new"), "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(herd.post("/api/pull", "{\"model\":\"new\"}").statusCode()).isEqualTo(401);
        assertThat(pulls()).isZero();
        assertThat(herd.post("/api/chat", chat("new"), "Authorization", "Bearer secret")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pullsToTheMachineThatTheRequestIsPinnedTo() {
        HttpResponse<String> answer = herd.post("/api/chat", chat("new"), "X-Herd-Node", "B");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(b.seen("/api/pull")).hasSize(1);
    }
}
