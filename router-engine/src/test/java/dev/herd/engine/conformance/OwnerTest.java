package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.MachineSensors;
import dev.herd.engine.sensing.ScriptedSensor;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine that serves steps back for its person, and its clients hardly notice.
class OwnerTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String LINE =
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"word \"},\"done\":false}\n";
    private static final Camera CALL = new Camera(List.of(new CaptureUse("zoom", CaptureUse.Kind.CALL)));

    @TempDir
    Path home;

    private final FakeUpstream own = FakeUpstream.ollama(FakeModel.named("m").loaded(131_072));
    private final FakeUpstream other = FakeUpstream.ollama(FakeModel.named("m").loaded(131_072));
    private final ScriptedSensor<Camera> camera = sensor(Camera.class, Camera.IDLE);
    private final ScriptedSensor<Power> power = sensor(Power.class, new Power(Power.Source.MAINS, 100, false));
    private TestHerd herd;

    private static <T extends Signal> ScriptedSensor<T> sensor(Class<T> kind, T value) {
        return new ScriptedSensor<>(kind, Duration.ofHours(1), () -> known(value));
    }

    private static <T> Reading<T> known(T value) {
        return new Reading.Known<>(value, Instant.EPOCH, "test");
    }

    @BeforeEach
    void start() {
        List<Sensor<?>> sensors = List.of(camera, power);
        herd = TestHerd.startAt(
                own,
                home,
                (clock, environment, threads) -> new MachineSensors.Opened(sensors, Sleep.NONE),
                other.url() + ",name=other,slots=4");
        Await.until("the sensors are read", () -> camera.reads.get() > 0 && power.reads.get() > 0);
    }

    @AfterEach
    void stop() {
        herd.close();
        own.close();
        other.close();
    }

    private void meetingBegins() {
        camera.does(() -> known(CALL));
        camera.hint();
        Await.until("the machine is in a meeting", () -> state().contains("in a meeting: camera in use"));
    }

    private String state() {
        return herd.get("/fleet/status").body();
    }

    /// Asks this machine alone.
    private CompletableFuture<HttpResponse<String>> asks(String body) {
        return CompletableFuture.supplyAsync(() -> herd.post("/api/chat", body));
    }

    private static String chunks(RawClient client) {
        var all = new StringBuilder();
        for (String chunk = client.chunk(); !chunk.isEmpty(); chunk = client.chunk()) {
            all.append(chunk);
        }
        return all.toString();
    }

    @Test
    void whatHasNotBegunIsAnsweredElsewhere() {
        own.hold();
        other.hold();
        var first = asks(CHAT);
        var second = asks(CHAT);
        Await.until("one request on each", () -> own.running() == 1 && other.running() == 1);

        meetingBegins();
        Await.until("it has left", () -> own.running() == 0);
        other.release();

        for (var answer : List.of(first, second)) {
            HttpResponse<String> response = answer.join();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"done\":true");
            assertThat(response.headers().firstValue("X-Fleet-Node")).contains("other");
            assertThat(response.headers().firstValue("X-Fleet-Retries")).contains("0");
        }
        assertThat(own.closedEarly()).isEqualTo(1);
    }

    @Test
    void aStreamThatTakesLongEndsWithItsDialectsError() {
        other.stop();
        own.pace(100).says(Collections.nCopies(600, LINE));
        RawClient client = RawClient.to(herd).send(RawClient.post("/api/chat", CHAT));
        RawClient.Answer head = client.begin();
        assertThat(head.status()).isEqualTo(200);
        client.chunk();

        meetingBegins();

        String rest = chunks(client);
        assertThat(rest).contains("\"error\":\"owner_preempted: ");
        String trace =
                herd.get("/fleet/requests/" + head.header("X-Fleet-Request")).body();
        assertThat(at(trace, "outcome")).isEqualTo("\"incomplete\"");
        assertThat(at(trace, "reason")).isEqualTo("\"owner_preempted\"");
        Await.until("its server is left alone", () -> own.running() == 0);
    }

    @Test
    void aStreamThatIsAlmostDoneEnds() {
        other.stop();
        assertThat(herd.post("/api/chat", CHAT).statusCode())
                .as("so that its speed is known")
                .isEqualTo(200);
        own.pace(150);
        RawClient client = RawClient.to(herd).send(RawClient.post("/api/chat", CHAT));
        client.begin();
        client.chunk();

        meetingBegins();

        assertThat(chunks(client)).contains("\"done\":true");
    }

    @Test
    void theMachineComesBackByItselfWhenItsPersonWantsThat() {
        meetingBegins();

        assertThat(herd.post("/fleet/nodes/test-host/resume", "").body()).contains("\"up\"");

        String status = state();
        assertThat(status).contains("serves_anyway");
    }

    @Test
    void onBatteryItServesItsOwnPersonWhenNobodyElseCan() {
        power.does(() -> known(new Power(Power.Source.BATTERY, 62, false)));
        power.hint();
        Await.until("it is on battery", () -> state().contains("on battery, 62 % left"));

        assertThat(herd.post("/api/chat", CHAT).headers().firstValue("X-Fleet-Node"))
                .contains("other");
        other.stop();
        Await.until("the other is gone", () -> state().contains("\"down\""));

        HttpResponse<String> response = herd.post("/api/chat", CHAT);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Fleet-Node")).contains("test-host");
    }
}
