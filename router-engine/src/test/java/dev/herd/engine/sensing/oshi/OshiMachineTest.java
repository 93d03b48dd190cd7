package dev.herd.engine.sensing.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.sensing.SensedTwice;
import dev.herd.engine.signal.Disk;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NetworkUse;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Swap;
import dev.herd.engine.testing.FakeClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OshiMachineTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void tellsEachOfItsSignalsAtTheSecondReading() throws Exception {
        var machine = new OshiMachine(clock);

        var readings = SensedTwice.of(
                machine.sensors(Path.of("/"), ProcessHandle.current().pid()), clock);

        assertThat(readings.keySet())
                .containsExactlyInAnyOrder(
                        Memory.class, Swap.class, Processor.class, NetworkUse.class, Disk.class, Runners.class);
        assertThat(readings).allSatisfy((kind, reading) -> assertThat(reading).isInstanceOf(Reading.Known.class));
        var signals = new NodeSignals(readings);
        assertThat(signals.memory().known().orElseThrow().share()).isBetween(0.001, 1.0);
        assertThat(signals.get(Runners.class).known().orElseThrow().residentBytes())
                .as("at least this process")
                .isGreaterThan(20L << 20);
        assertThat(signals.get(Disk.class).known().orElseThrow().freeBytes()).isPositive();
    }
}
