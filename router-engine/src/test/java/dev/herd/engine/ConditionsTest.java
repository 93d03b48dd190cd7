package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static NodeSignals signals(double slowdown, double memoryShare) {
        var memory = new Memory(1000, Math.round(1000 * memoryShare));
        return NodeSignals.NONE
                .with(Memory.class, new Reading.Known<>(memory, Instant.EPOCH, "test"))
                .with(Heat.class, new Reading.Known<>(new Heat(80, Heat.Level.FAIR, slowdown), Instant.EPOCH, "test"));
    }

    @Test
    void knowsNothingAgainstAMachineThatIsNotSensed() {
        assertThat(Conditions.condition(-1, NodeSignals.NONE)).isEqualTo(MachineCondition.UNKNOWN);
    }

    @Test
    void takesMemoryFromWhatAPersonSays() {
        assertThat(Conditions.condition(64, NodeSignals.NONE).modelBytes()).isEqualTo(64);
    }

    @Test
    void takesHeatForASlowDownInSteps() {
        assertThat(Conditions.condition(-1, signals(0.31, 0.5)).speed()).isCloseTo(0.7, within(1e-9));
        assertThat(Conditions.condition(-1, signals(0.32, 0.5)))
                .as("no news")
                .isEqualTo(Conditions.condition(-1, signals(0.31, 0.5)));
        assertThat(Conditions.condition(-1, signals(1, 0.5)).speed()).isPositive();
    }

    @Test
    void loadsNothingMoreIntoFullMemory() {
        assertThat(Conditions.condition(-1, signals(0, 0.96)).shortOfMemory()).isFalse();
        assertThat(Conditions.condition(-1, signals(0, 0.97)).shortOfMemory()).isTrue();
    }
}
