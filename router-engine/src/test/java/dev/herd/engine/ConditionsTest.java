package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static NodeSignals signals(double slowdown, double memoryShare) {
        var memory = new Memory(1000, Math.round(1000 * memoryShare));
        return NodeSignals.NONE
                .with(Memory.class, new Reading.Known<>(memory, Instant.EPOCH, "test"))
                .with(Heat.class, new Reading.Known<>(new Heat(80, Heat.Level.FAIR, slowdown), Instant.EPOCH, "test"));
    }

    private static MachineCondition condition(long stated, NodeSignals signals) {
        return Conditions.condition(stated, new NodeReport(new NodeId("laptop"), signals, Guard.NONE, 0, 1));
    }

    @Test
    void knowsNothingAgainstAMachineThatIsNotSensed() {
        assertThat(condition(-1, NodeSignals.NONE)).isEqualTo(MachineCondition.UNKNOWN);
    }

    @Test
    void takesMemoryFromWhatAPersonSays() {
        assertThat(condition(64, NodeSignals.NONE).modelBytes()).isEqualTo(64);
    }

    @Test
    void takesHeatForASlowDownInSteps() {
        assertThat(condition(-1, signals(0.31, 0.5)).speed()).isCloseTo(0.7, within(1e-9));
        assertThat(condition(-1, signals(0.32, 0.5))).as("no news").isEqualTo(condition(-1, signals(0.31, 0.5)));
        assertThat(condition(-1, signals(1, 0.5)).speed()).isPositive();
    }

    @Test
    void loadsNothingMoreIntoFullMemory() {
        assertThat(condition(-1, signals(0, 0.96)).shortOfMemory()).isFalse();
        assertThat(condition(-1, signals(0, 0.97)).shortOfMemory()).isTrue();
    }

    @Test
    void leavesAPartOfTheMemoryToModelsWhileItsPersonNeedsIt() {
        var guard = new Guard(Guard.State.ACTIVE, "", null, new Allowance(1, 20, Allowance.GoesOn.ALL, 0.5));

        NodeSignals sixteen = NodeSignals.NONE
                .with(Memory.class, new Reading.Known<>(new Memory(16L << 30, 7L << 30), Instant.EPOCH, "test"))
                .with(Runners.class, new Reading.Known<>(new Runners(0, 3L << 30), Instant.EPOCH, "test"));

        MachineCondition now =
                Conditions.condition(-1, new NodeReport(new NodeId("laptop"), sixteen, guard, 0.88, 0.5));

        assertThat(now.modelBytes()).as("half of what other programs leave").isEqualTo(6L << 30);
        assertThat(now.returnChance()).isCloseTo(0.9, within(1e-9));
        assertThat(now.personal()).isTrue();
    }

    @Test
    void goesAtHalfItsSpeedWhileItSavesPower() {
        NodeSignals saving = NodeSignals.NONE.with(
                Power.class, new Reading.Known<>(new Power(Power.Source.MAINS, 50, true), Instant.EPOCH, "test"));

        assertThat(condition(-1, saving).speed()).isCloseTo(0.5, within(1e-9));
    }
}
