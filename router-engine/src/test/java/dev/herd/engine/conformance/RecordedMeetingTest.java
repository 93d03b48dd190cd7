package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.MachineSensors;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.sensing.linux.MicrophoneSensor;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Somebody records from a microphone of a real sound server, and their machine steps back: from the sensor to the
/// clients of the requests that ran there.
@EnabledOnOs(OS.LINUX)
class RecordedMeetingTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String LINE =
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"word \"},\"done\":false}\n";

    @TempDir
    Path home;

    @TempDir
    Path folder;

    private final FakeUpstream own = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
    private final FakeUpstream other = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
    private SoundServer sound;
    private TestHerd herd;

    @BeforeEach
    void start() throws IOException {
        sound = new SoundServer(folder);
        herd = TestHerd.startAt(
                own,
                home,
                (clock, environment, threads) -> new MachineSensors.Opened(
                        List.of(new MicrophoneSensor(
                                sound.environment(), Path.of("/proc"), Programs.shipped(), clock, threads)),
                        Sleep.NONE),
                other.url() + ",name=other,slots=4");
    }

    @AfterEach
    void stop() {
        if (herd != null) {
            herd.close();
            sound.close();
        }
        own.close();
        other.close();
    }

    private boolean says(String words) {
        return herd.get("/fleet/status").body().contains(words);
    }

    @Test
    void theMachineStepsBackWhileSomebodyRecords() throws Exception {
        own.pace(100).says(Collections.nCopies(600, LINE));
        RawClient stream = RawClient.to(herd).send(RawClient.post("/api/chat", CHAT, "X-Herd-Node: test-host"));
        assertThat(stream.begin().status()).isEqualTo(200);
        stream.chunk();

        Process recorder = sound.record("microphone");
        Await.until("the machine steps back", () -> says("in a meeting: microphone in use\""));

        var rest = new StringBuilder();
        for (String chunk = stream.chunk(); !chunk.isEmpty(); chunk = stream.chunk()) {
            rest.append(chunk);
        }
        assertThat(rest).contains("owner_preempted");
        HttpResponse<String> next = herd.post("/api/chat", CHAT);
        assertThat(next.headers().firstValue("X-Fleet-Node")).contains("other");

        SoundServer.end(recorder);
        Await.until("it waits whether the meeting goes on", () -> says("microphone in use a moment ago"));
        assertThat(says("\"state\":\"meeting\"")).isTrue();
    }
}
