package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.sensing.SensedTwice;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Disk;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NetworkUse;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Swap;
import dev.herd.engine.testing.FakeClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The machine that runs the tests, and one that shows nothing.
class LinuxMachineTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();

    private List<Sensor<?>> real() {
        return new LinuxMachine(Path.of("/proc"), Path.of("/sys"), List.of(Path.of("/usr/bin")), clock)
                .sensors(Path.of("/no/such/folder"), SELF);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisMachine() throws Exception {
        var signals = new NodeSignals(SensedTwice.of(real(), clock));

        assertThat(signals.memory().known().orElseThrow().share()).isBetween(0.001, 1.0);
        assertThat(signals.get(Swap.class).known()).isPresent();
        assertThat(signals.get(NetworkUse.class).known()).isPresent();
        assertThat(signals.get(Disk.class).known().orElseThrow().freeBytes()).isPositive();
        assertThat(signals.get(Runners.class).known().orElseThrow().residentBytes())
                .as("at least this process")
                .isGreaterThan(20L << 20);
        assertThat(signals.get(Power.class).known()).isPresent();
        assertThat(signals.get(Pressure.class).known()).isPresent();
        assertThat(signals.get(Accelerators.class)).isNotEqualTo(Reading.notSensed());
        assertThat(signals.get(Heat.class)).isNotEqualTo(Reading.notSensed());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesWhatItTakesItself() throws Exception {
        List<Sensor<?>> sensors = real();
        var before = new NodeSignals(SensedTwice.of(sensors, clock));
        // Not of the heap, whose pages other tests may have touched already.
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ballast = arena.allocate(200L << 20).fill((byte) 1);
            clock.forward(Duration.ofSeconds(5));

            var after = new NodeSignals(SensedTwice.of(sensors, clock));

            long more = after.get(Runners.class).known().orElseThrow().residentBytes()
                    - before.get(Runners.class).known().orElseThrow().residentBytes();
            assertThat(more).isGreaterThan(100L << 20);
            assertThat(after.get(Pressure.class).known()).isPresent();
            assertThat(ballast.get(ValueLayout.JAVA_BYTE, 1024)).isOne();
        }
    }

    @Test
    void measuresTheProcessorBetweenTwoLooks() throws Exception {
        var proc = new FileTree(folder).put("stat", "cpu  100 0 100 800 0 0 0 0 0 0\n");
        var meter = new ProcessorMeter(proc.tree());
        assertThat(meter.until(clock.instant())).isEmpty();

        proc.put("stat", "cpu  175 0 100 825 0 0 0 0 0 0\n");
        assertThat(meter.until(clock.instant())).contains(new Processor(0.75));

        proc.put("stat", "cpu  176 0 100 825 0 0 0 0 0 0\n");
        assertThat(meter.until(clock.instant())).as("too short to measure").contains(new Processor(0.75));
    }

    @Test
    void interfacesWithADeviceCountWhereThereAreAny() throws Exception {
        var proc = new FileTree(folder.resolve("proc"));
        var sys = new FileTree(folder.resolve("sys")).put("class/net/eth0/device/vendor", "x");
        String line = ": %d 0 0 0 0 0 0 0 %d 0 0 0 0 0 0 0\n";
        proc.put("net/dev", "eth0" + line.formatted(0, 0) + "docker0" + line.formatted(0, 0));
        var meter = new NetworkMeter(proc.tree(), sys.tree());
        meter.until(clock.instant());
        clock.forward(Duration.ofSeconds(2));
        proc.put("net/dev", "eth0" + line.formatted(2000, 4000) + "docker0" + line.formatted(2000, 4000));

        assertThat(meter.until(clock.instant())).contains(new NetworkUse(1000, 2000));
    }

    @Test
    void aMachineThatShowsNothingIsUnknown() {
        List<Sensor<?>> sensors =
                new LinuxMachine(folder.resolve("proc"), folder.resolve("sys"), List.of(), clock).sensors(folder, SELF);

        for (Sensor<?> sensor : sensors) {
            if (sensor.kind().equals(Power.class) || sensor.kind().equals(Accelerators.class)) {
                continue;
            }
            assertThat(knows(sensor)).as(sensor.kind().getSimpleName()).isFalse();
        }
        assertThat(sensors).anySatisfy(sensor -> assertThat(sensor.kind()).isEqualTo(Memory.class));
    }

    private static boolean knows(Sensor<?> sensor) {
        try {
            return sensor.read() instanceof Reading.Known;
        } catch (java.io.IOException told) {
            return false;
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }
}
