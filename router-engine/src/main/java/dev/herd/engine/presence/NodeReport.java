package dev.herd.engine.presence;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.NodeSignals;

/// What a machine tells the one that decides where requests run.
///
/// @param guard how it stands to its person
/// @param returnChance that its person returns within `MachineCondition.RETURN_SECONDS`, 0 to 1
/// @param memoryShare of its memory beside its person's programs that models may take, 0 to 1
public record NodeReport(NodeId node, NodeSignals signals, Guard guard, double returnChance, double memoryShare) {
    /// Whether somebody works at it now and then, as far as that can be told.
    public boolean isPersonal() {
        return switch (guard.state()) {
            case UNKNOWN, ASLEEP, HOT -> signals.get(Input.class).known().isPresent();
            default -> true;
        };
    }
}
