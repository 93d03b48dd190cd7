package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Accelerators.Accelerator;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoregTest {
    private static String captured(String name) {
        return CapturedText.of("macos/" + name).text();
    }

    @Test
    void readsTheBuiltInCamera() {
        assertThat(Ioreg.camera(captured("camera-on")).orElseThrow().uses()).hasSize(1);
        assertThat(Ioreg.camera(captured("camera-off"))).contains(Camera.IDLE);
        assertThat(Ioreg.camera("")).as("a driver that does not tell").isEmpty();
        CapturedText.of("macos/camera-on").holdsWhollyFor(Ioreg::camera);
    }

    @Test
    void readsTheLastInput() {
        assertThat(Ioreg.input(captured("idle-one"))).contains(new Input(Duration.ofMillis(4500)));
        assertThat(Ioreg.input(captured("idle-three"))).contains(new Input(Duration.ofMillis(1250)));
        CapturedText.of("macos/idle-one").holdsWhollyFor(Ioreg::input);
        CapturedText.of("macos/idle-three").holdsFor(Ioreg::input);
    }

    @Test
    void readsTheLock() {
        assertThat(Ioreg.lock(captured("session-locked"))).contains(new Lock(true));
        assertThat(Ioreg.lock(captured("session-open"))).contains(new Lock(false));
        CapturedText.of("macos/session-locked").holdsWhollyFor(Ioreg::lock);
    }

    @Test
    void readsAccelerators() {
        assertThat(Ioreg.accelerators(captured("gpu")))
                .contains(new Accelerators(List.of(new Accelerator("Apple M1 Max", 0.37, 0, 1_234_567_890))));
        CapturedText.of("macos/gpu").holdsFor(Ioreg::accelerators);
    }

    @Test
    void asksDriversForTheSame(@TempDir Path folder) throws IOException, InterruptedException {
        var mac = new MacMock(folder);
        NativeMock answers = mac.answers().reset();
        var question = new AcceleratorQuestion(mac.libraries(), new Opened<>(() -> new IoRegistry(mac.libraries())));
        assertThat(question.ask()).isEmpty();

        answers.set("services.IOAccelerator", "5,6")
                .set("io.5.PerformanceStatistics.dict", 1)
                .set("io.5.PerformanceStatistics.Device Utilization %", 37)
                .set("io.5.PerformanceStatistics.In use system memory", 1_234_567_890L)
                .set("io.5.model", "Apple M1 Max")
                .set("io.6.model", "without figures");

        assertThat(question.ask())
                .contains(new Accelerators(List.of(new Accelerator("Apple M1 Max", 0.37, 0, 1_234_567_890))));
        assertThat(answers.get("cf.live")).isZero();
        assertThat(answers.get("cf.misused")).isZero();
        assertThat(answers.get("io.live")).isZero();
    }
}
