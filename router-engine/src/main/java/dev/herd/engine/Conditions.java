package dev.herd.engine;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Chips;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Runners;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the scheduler what people and sensors say of the machines. Thread-safe.
final class Conditions {
    /// From this share on, what is loaded next would be swapped out.
    private static final double NO_MORE_LOADS = 0.97;

    /// Heat is told in steps: a scheduler that looks at its queue for each hundredth would look all the time.
    private static final double STEP = 0.05;

    private static final double LEAST_SPEED = 0.05;

    /// Systems that save power halve the clock, roughly (docs/scoring.md).
    private static final double SPEED_WHEN_SAVING = 0.5;

    private static final double CHANCE_STEP = 0.05;

    /// A quarter of a gibibyte: no model fits or not for less.
    private static final long BYTES_STEP = 1L << 28;

    private final Dispatcher dispatcher;
    private final Map<NodeId, Long> stated = new ConcurrentHashMap<>();
    private final Map<NodeId, MachineCondition> told = new ConcurrentHashMap<>();

    Conditions(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /// What a person says of a server's machine.
    void stated(NodeId node, UpstreamConfig server) {
        if (server.memoryBytes() > 0) {
            stated.put(node, server.memoryBytes());
            tell(node, new NodeReport(node, NodeSignals.NONE, Guard.NONE, 0, 1));
        }
        Chips.find(server.chip()).ifPresent(hardware -> dispatcher.hardwareKnown(node, hardware));
    }

    void reported(NodeReport report) {
        tell(report.node(), report);
    }

    private void tell(NodeId node, NodeReport report) {
        MachineCondition now = condition(stated.getOrDefault(node, -1L), report);
        if (!Objects.equals(told.put(node, now), now)) {
            dispatcher.conditionChanged(node, now);
        }
    }

    /// Whether nothing more is to be brought there; what is loaded already is served.
    static boolean isFull(Memory memory) {
        return memory.share() >= NO_MORE_LOADS;
    }

    /// @param stated bytes that models may take, negative when nobody said
    static MachineCondition condition(long stated, NodeReport report) {
        NodeSignals signals = report.signals();
        double slowdown = signals.heat().known().map(Heat::slowdown).orElse(0.0);
        boolean saves = signals.get(Power.class).known().map(Power::lowPower).orElse(false);
        double speed = (1 - slowdown) * (saves ? SPEED_WHEN_SAVING : 1);
        return new MachineCondition(
                bytes(stated, report),
                Math.clamp(Math.round(speed / STEP) * STEP, LEAST_SPEED, 1),
                report.isPersonal(),
                Math.round(report.returnChance() / CHANCE_STEP) * CHANCE_STEP,
                isFull(signals),
                report.guard().lasting());
    }

    /// A person who needs their machine leaves a part of its memory to models, of what their own programs leave free;
    /// else what somebody said, or nothing.
    private static long bytes(long stated, NodeReport report) {
        Optional<Memory> memory = report.signals().memory().known();
        if (memory.isEmpty() || report.memoryShare() >= 1) {
            return stated;
        }
        long models = report.signals()
                .get(Runners.class)
                .known()
                .map(Runners::residentBytes)
                .orElse(memory.get().usedBytes());
        long programs = Math.max(0, memory.get().usedBytes() - models);
        double left = (memory.get().totalBytes() - programs) * report.memoryShare();
        long rounded = Math.round(left / BYTES_STEP) * BYTES_STEP;
        return stated < 0 ? rounded : Math.min(stated, rounded);
    }

    private static boolean isFull(NodeSignals signals) {
        boolean stalls = signals.get(Pressure.class)
                .known()
                .map(pressure -> pressure.level() == Pressure.Level.CRITICAL)
                .orElse(false);
        return stalls || signals.memory().known().map(Conditions::isFull).orElse(false);
    }
}
