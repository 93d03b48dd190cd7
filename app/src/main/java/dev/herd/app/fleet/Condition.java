package dev.herd.app.fleet;

import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;

/// What a machine does, as its word, its shape and its colour say it.
enum Condition {
    SERVING("Serving"),
    IDLE("Idle"),
    /// Refuses work because it has too much.
    FULL("Full"),
    STARTING("Starting"),
    /// Not asked yet, because Herd itself has just started.
    LOOKING("Looking"),
    /// Accepts connections and never answers.
    SILENT("Does not answer"),
    DOWN("Unreachable"),
    PAUSED("Paused"),
    MEETING("In a meeting"),
    HOT("Too hot"),
    ASLEEP("Asleep"),
    DRAINING("Draining"),
    DRAINED("Drained"),
    /// Runs Herd and no model server.
    BARE("No model server");

    private final String word;

    Condition(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /// Whether a person or a rule wants it so: calm, never a fault.
    boolean isDeliberate() {
        return stepsBack() || this == PAUSED || this == DRAINING || this == DRAINED;
    }

    /// Whether it does so by itself.
    boolean stepsBack() {
        return this == MEETING || this == HOT || this == ASLEEP;
    }

    boolean isFault() {
        return this == SILENT || this == DOWN;
    }

    /// Whether nothing came back when it was last asked.
    boolean isUnreachable() {
        return isFault() || this == LOOKING;
    }

    /// Whether requests may be sent to it.
    boolean serves() {
        return this == SERVING || this == IDLE || this == FULL;
    }

    static Condition of(Node node, Moment moment) {
        boolean works = moment.running(node) > 0;
        if (node.state() == NodeState.PAUSED) {
            return stepsBack(node);
        }
        if (node.state() == NodeState.DRAINING) {
            return works ? DRAINING : DRAINED;
        }
        boolean justStarted = moment.snapshot().state() == EngineState.STARTING;
        if (node.upstreams().isEmpty()) {
            return justStarted ? LOOKING : BARE;
        }
        return switch (node.state()) {
            case UP -> works ? SERVING : IDLE;
            case OVERLOADED -> FULL;
            case STARTING -> STARTING;
            case WEDGED -> SILENT;
            case DOWN, PAUSED, DRAINING -> justStarted ? LOOKING : DOWN;
        };
    }

    /// Whether it is its own rule that pauses the machine, and not a person.
    private static Condition stepsBack(Node node) {
        Guard guard = node.guard();
        if (!node.reason().equals(guard.reason())) {
            return PAUSED;
        }
        return switch (guard.state()) {
            case MEETING -> MEETING;
            case HOT -> HOT;
            case ASLEEP -> ASLEEP;
            default -> PAUSED;
        };
    }
}
