package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MacSensorsTest {
    private final FakeClock clock = new FakeClock();

    private static List<Sensor<?>> of(List<Sensor<?>> all, Class<? extends Signal> kind) {
        return all.stream().filter(sensor -> sensor.kind().equals(kind)).toList();
    }

    private static Reading<?> first(List<Sensor<?>> all, Class<? extends Signal> kind)
            throws IOException, InterruptedException {
        return of(all, kind).getFirst().read();
    }

    @Test
    void loadsNothingUntilItIsAsked() {
        List<Sensor<?>> all = MacSensors.in(MacLibraries.in(Path.of("/nowhere")), Programs.shipped(), clock);

        assertThat(all).hasSizeGreaterThan(15);
        assertThat(all).allSatisfy(sensor -> assertThat(sensor.every()).isPositive());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhatIsMissingOnAnotherSystem() {
        List<Sensor<?>> all = MacSensors.in(MacLibraries.in(Path.of("/nowhere")), Programs.shipped(), clock);

        assertThat(all).allSatisfy(sensor -> assertThatThrownBy(sensor::read).isInstanceOf(IOException.class));
        assertThatThrownBy(of(all, Camera.class).getFirst()::read).hasMessage("CoreMediaIO cannot be loaded");
    }

    @Test
    void missesAFrameworkInItsOwnSensorAlone(@TempDir Path folder) throws IOException, InterruptedException {
        var mac = new MacMock(folder);
        mac.answers()
                .reset()
                .set("thermal", 1)
                .set("camera.1.dev#.glob", "")
                .set("sysctl.kern.memorystatus_vm_pressure_level", 1)
                .set("sysctl.hw.pagesize", 16_384)
                .set("ps.providing", "AC Power")
                .set("ps.list", "");
        List<Sensor<?>> all = MacSensors.in(mac.without("CoreAudio"), Programs.shipped(), clock);

        assertThatThrownBy(of(all, Microphone.class).getFirst()::read).hasMessage("CoreAudio cannot be loaded");
        assertThat(first(all, Camera.class)).isInstanceOf(Reading.Known.class);
        assertThat(of(all, Heat.class).get(1).read()).isInstanceOf(Reading.Known.class);
        assertThat(first(all, Pressure.class)).isInstanceOf(Reading.Known.class);
        assertThat(first(all, Power.class)).isInstanceOf(Reading.Known.class);
    }
}
