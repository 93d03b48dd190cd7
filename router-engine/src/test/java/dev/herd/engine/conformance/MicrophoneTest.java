package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.linux.MicrophoneSensor;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Who uses the microphone, as a real PulseAudio tells.
@EnabledOnOs(OS.LINUX)
class MicrophoneTest {
    private static final CaptureUse ZOOM = new CaptureUse("zoom", CaptureUse.Kind.CALL);
    private static final String POSES_AS_ZOOM = "--property=application.process.binary=zoom";

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger hints = new AtomicInteger();
    private SoundServer server;
    private MicrophoneSensor sensor;

    @BeforeEach
    void begin() throws IOException {
        server = new SoundServer(folder);
        sensor = new MicrophoneSensor(server.environment(), Path.of("/proc"), Programs.shipped(), clock, threads);
        sensor.onHint(hints::incrementAndGet);
    }

    @AfterEach
    void end() {
        if (sensor != null) {
            sensor.close();
            server.close();
        }
        threads.shutdownNow();
    }

    private Reading<Microphone> read() {
        try {
            return sensor.read();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<CaptureUse> uses() {
        return read().known().orElseThrow().uses();
    }

    /// Until then it may have missed something, and is asked each time.
    private void theSubscriptionSettles() throws IOException {
        assertThat(uses()).isEmpty();
        Await.until("the subscription tells of a stream", () -> {
            server.blip();
            return hints.get() > 0;
        });
        clock.forward(Duration.ofSeconds(6));
        assertThat(uses()).isEmpty();
        hints.set(0);
    }

    @Test
    void aRecordingShowsThroughTheSubscriptionAndEndsWithIt() throws Exception {
        theSubscriptionSettles();

        Process recorder = server.record("microphone", POSES_AS_ZOOM);
        Await.until("it is told of", () -> hints.get() > 0 && uses().equals(List.of(ZOOM)));
        hints.set(0);
        SoundServer.end(recorder);

        Await.until("its end is told of", () -> hints.get() > 0 && uses().isEmpty());
    }

    @Test
    void recordingWhatIsPlayedIsNoUse() throws Exception {
        theSubscriptionSettles();

        server.record("speaker.monitor", POSES_AS_ZOOM);
        Await.until("it is told of", () -> hints.get() > 0);
        server.record("microphone");

        Await.until(
                "the microphone's recorder shows",
                () -> uses().equals(List.of(new CaptureUse("pacat", CaptureUse.Kind.RECORDING))));
    }

    @Test
    void aServerThatDiesAndComesBackIsListenedToAgain() throws Exception {
        theSubscriptionSettles();
        server.dies();
        Await.until("its death is noticed", () -> hints.get() > 0);
        assertThat(read().known().map(Microphone::uses)).isNotEqualTo(Optional.of(List.of(ZOOM)));

        server.comesBack();
        server.record("microphone", POSES_AS_ZOOM);
        Await.until("it is asked meanwhile", () -> uses().equals(List.of(ZOOM)));
        clock.forward(Duration.ofMinutes(2));
        hints.set(0);
        Await.until("it is listened to again", () -> {
            uses();
            server.blip();
            return hints.get() > 0;
        });
    }

    @Test
    void withoutAServerTheKernelIsAsked() throws Exception {
        server.dies();
        Path proc = Files.createDirectories(folder.resolve("proc"));
        Files.createDirectories(proc.resolve("self"));
        var without = new MicrophoneSensor(server.environment(), proc, Programs.shipped(), clock, threads);

        assertThat(without.read()).isInstanceOf(Reading.Unknown.class);

        Path opening = Files.createDirectories(proc.resolve("asound/card0/pcm0c/sub0"));
        Files.writeString(opening.resolve("status"), "state: RUNNING\nowner_pid   : 77\n");
        assertThat(without.read().known().orElseThrow().uses())
                .containsExactly(new CaptureUse("", CaptureUse.Kind.UNKNOWN));
    }
}
