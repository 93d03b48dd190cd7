package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second copy of a stream whose first byte is late. Late is two seconds at least.
class HedgeTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String COMPLETION =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    Path home;

    private final FakeUpstream one = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
    private final FakeUpstream two = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
    private TestHerd herd;

    @BeforeEach
    void start() {
        var hedging = new QueueConfig(Duration.ofMinutes(10), Duration.ofSeconds(10), 0, TenantWeights.EQUAL, true);
        herd = TestHerd.start(
                home,
                TestHerd.Settings.PLAIN.with(hedging),
                one.url() + ",name=one,slots=1",
                two.url() + ",name=two,slots=1");
        one.hold();
        two.hold();
    }

    @AfterEach
    void stop() {
        herd.close();
        one.close();
        two.close();
    }

    /// Who has the first copy, once there is one.
    private FakeUpstream first() {
        Await.until("the first copy", () -> one.running() + two.running() == 1);
        return one.running() == 1 ? one : two;
    }

    private FakeUpstream other(FakeUpstream server) {
        return server == one ? two : one;
    }

    private String name(FakeUpstream server) {
        return server == one ? "one" : "two";
    }

    private void untilFree() {
        Await.until("all connections are closed", () -> one.running() + two.running() == 0);
        Await.until("all slots are free", () -> herd.running() == 0 && herd.waiting() == 0);
    }

    private HttpResponse<String> answeredBySecond(String path, String body) {
        var answer = herd.later(path, body);
        FakeUpstream first = first();
        Await.until("the second copy", () -> other(first).running() == 1);
        other(first).release();
        HttpResponse<String> response = answer.join();
        assertThat(response.headers().firstValue("X-Fleet-Node")).contains(name(other(first)));
        assertThat(response.headers().firstValue("X-Fleet-Retries")).contains("0");
        return response;
    }

    @Test
    void theCopyThatSaysSomethingFirstAnswers() {
        HttpResponse<String> response = answeredBySecond("/api/chat", CHAT);

        String said = response.body();
        assertThat(said.lines().filter(line -> line.contains("\"done\":true"))).hasSize(1);
        untilFree();
        assertThat(one.closedEarly() + two.closedEarly()).isEqualTo(1);
        String trace = herd.trace(response);
        assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
        assertThat(at(trace, "attempts.0.outcome")).isEqualTo("\"overtaken\"");
        assertThat(at(trace, "attempts.1.outcome")).isEqualTo("\"served\"");
    }

    @Test
    void aTranslatedStreamGoesOnTheSameWay() {
        HttpResponse<String> response = answeredBySecond("/v1/chat/completions", COMPLETION);

        String said = response.body();
        assertThat(said).endsWith("data: [DONE]\n\n");
        assertThat(said.split("\"role\":\"assistant\"", -1).length).isGreaterThan(1);
        untilFree();
    }

    @Test
    void theFirstCopyAnswersWhenItIsFasterAfterAll() {
        var answer = herd.later("/api/chat", CHAT);
        FakeUpstream first = first();
        Await.until("the second copy", () -> other(first).running() == 1);
        first.release();
        HttpResponse<String> response = answer.join();

        assertThat(response.headers().firstValue("X-Fleet-Node")).contains(name(first));
        assertThat(response.body()).contains("\"done\":true");
        untilFree();
        assertThat(at(herd.trace(response), "attempts.0.outcome")).isEqualTo("\"served\"");
    }

    @Test
    void theCopyTakesOverFromOneThatFails() {
        var answer = herd.later("/api/chat", CHAT);
        FakeUpstream first = first();
        Await.until("the second copy", () -> other(first).running() == 1);
        first.stop();
        other(first).release();
        HttpResponse<String> response = answer.join();

        assertThat(response.headers().firstValue("X-Fleet-Node")).contains(name(other(first)));
        assertThat(response.body()).contains("\"done\":true");
        untilFree();
    }

    @Test
    void aCopyThatFailsIsNotNoticed() {
        var answer = herd.later("/api/chat", CHAT);
        FakeUpstream first = first();
        other(first).next(new Fault.Status(500, "{\"error\":\"out of luck\"}", Map.of()));
        Await.until("the second copy", () -> other(first).running() == 1);
        other(first).release();
        Await.until("its end", () -> other(first).running() == 0);
        first.release();
        HttpResponse<String> response = answer.join();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Fleet-Node")).contains(name(first));
        assertThat(response.body()).contains("\"done\":true");
        untilFree();
    }

    @Test
    void bothEndWhenTheClientLeaves() {
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.post("/api/chat", CHAT));
            FakeUpstream first = first();
            Await.until("the second copy", () -> other(first).running() == 1);
        }

        untilFree();
        assertThat(one.closedEarly() + two.closedEarly()).isEqualTo(2);
    }
}
