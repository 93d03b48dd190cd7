package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraSensorTest {
    private static final Camera USED = new Camera(List.of(new CaptureUse("", CaptureUse.Kind.UNKNOWN)));
    private static final int VIRTUAL = FourCharacters.code("virt");

    private final FakeClock clock = new FakeClock();
    private MacMock mac;
    private NativeMock answers;

    @BeforeAll
    void build(@TempDir Path folder) throws IOException, InterruptedException {
        mac = new MacMock(folder);
        answers = mac.answers();
    }

    @BeforeEach
    void reset() throws IOException {
        answers.reset();
    }

    private CameraSensor sensor() {
        return new CameraSensor(mac.libraries(), clock);
    }

    @Test
    void looksAtEachDevice() throws IOException {
        answers.set("camera.1.dev#.glob", "31,32,33")
                .set("camera.31.gone.glob", 0)
                .set("camera.32.gone.glob", 0)
                .set("camera.33.gone.glob", 0);
        assertThat(sensor().read()).isEqualTo(new Reading.Known<>(Camera.IDLE, clock.instant(), "CoreMediaIO"));

        answers.set("camera.33.gone.glob", 1);
        assertThat(sensor().read().known()).contains(USED);
    }

    @Test
    void knowsThatAMachineWithoutCameraTakesNoPictures() throws IOException {
        answers.set("camera.1.dev#.glob", "");

        assertThat(sensor().read().known()).contains(Camera.IDLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!obj", "!dev"})
    void passesOverAPhoneThatHasGone(String status) throws IOException {
        answers.set("camera.1.dev#.glob", "31,32")
                .set("camera.31.gone.glob.status", FourCharacters.code(status))
                .set("camera.32.gone.glob", 0);

        assertThat(sensor().read().known()).contains(Camera.IDLE);
    }

    @Test
    void takesADeviceThatDoesNotAnswerForNoSign() throws IOException {
        answers.set("camera.1.dev#.glob", "31,32")
                .set("camera.31.gone.glob.status", FourCharacters.code("nope"))
                .set("camera.32.gone.glob", 0);
        assertThatThrownBy(() -> sensor().read()).hasMessage("CoreMediaIO answers nope for gone");

        answers.set("camera.32.gone.glob", 1);
        assertThat(sensor().read().known()).contains(USED);
    }

    @Test
    void leavesOutAVirtualCameraThatAlwaysRuns() throws IOException {
        answers.set("camera.1.dev#.glob", "31,32")
                .set("camera.31.gone.glob", 1)
                .set("camera.31.tran.glob", VIRTUAL)
                .set("camera.32.gone.glob", 0);
        CameraSensor sensor = sensor();

        assertThat(sensor.read())
                .isEqualTo(new Reading.Known<>(
                        Camera.IDLE, clock.instant(), "CoreMediaIO (without 1 virtual that always run)"));

        answers.set("camera.31.gone.glob", 0);
        assertThat(sensor.read().known()).contains(Camera.IDLE);
        answers.set("camera.31.gone.glob", 1);
        assertThat(sensor.read().known()).as("it was seen at rest").contains(USED);
        clock.forward(Duration.ofHours(4).plusSeconds(1));
        assertThat(sensor.read().known()).as("nobody meets that long").contains(Camera.IDLE);
    }

    @Test
    void believesARealCameraForAsLongAsItRuns() throws IOException {
        answers.set("camera.1.dev#.glob", "31")
                .set("camera.31.gone.glob", 1)
                .set("camera.31.tran.glob", FourCharacters.code("bltn"));
        CameraSensor sensor = sensor();
        sensor.read();
        clock.forward(Duration.ofHours(9));

        assertThat(sensor.read().known()).contains(USED);
    }

    @Test
    void listensToDevicesAsTheyComeAndGo() throws IOException {
        answers.set("camera.1.dev#.glob", "31").set("camera.31.gone.glob", 0).set("camera.32.gone.glob", 0);
        var looks = new AtomicInteger();
        try (CameraSensor sensor = sensor()) {
            sensor.onHint(looks::incrementAndGet);
            sensor.read();
            answers.set("camera.1.dev#.glob", "31,32");
            sensor.read();
            assertThat(answers.get("listeners")).isEqualTo(2);

            answers.call("mock_fire", 32);

            assertThat(looks).hasValue(1);
        }
        assertThat(answers.get("listeners")).isZero();
    }
}
