package dev.herd.engine;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Chips;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the scheduler what people and sensors say of the machines. Thread-safe.
final class Conditions {
    /// From this share on, what is loaded next would be swapped out.
    private static final double NO_MORE_LOADS = 0.97;

    /// Heat is told in steps: a scheduler that looks at its queue for each hundredth would look all the time.
    private static final double STEP = 0.05;

    private static final double LEAST_SPEED = 0.05;

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
            tell(node, NodeSignals.NONE);
        }
        Chips.find(server.chip()).ifPresent(hardware -> dispatcher.hardwareKnown(node, hardware));
    }

    void sensed(NodeId node, NodeSignals signals) {
        tell(node, signals);
    }

    private void tell(NodeId node, NodeSignals signals) {
        MachineCondition now = condition(stated.getOrDefault(node, -1L), signals);
        if (!Objects.equals(told.put(node, now), now)) {
            dispatcher.conditionChanged(node, now);
        }
    }

    /// Whether nothing more is to be brought there; what is loaded already is served.
    static boolean isFull(Memory memory) {
        return memory.share() >= NO_MORE_LOADS;
    }

    /// @param modelBytes that models may take, negative when nobody said
    static MachineCondition condition(long modelBytes, NodeSignals signals) {
        double slowdown = signals.heat().known().map(Heat::slowdown).orElse(0.0);
        double speed = Math.max(LEAST_SPEED, Math.round((1 - slowdown) / STEP) * STEP);
        boolean full = signals.memory().known().map(Conditions::isFull).orElse(false);
        return new MachineCondition(modelBytes, Math.min(1, speed), false, 0, full);
    }
}
