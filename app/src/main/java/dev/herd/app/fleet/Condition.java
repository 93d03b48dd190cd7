package dev.herd.app.fleet;

import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.signal.Meeting;
import java.util.Locale;

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
        return this == PAUSED || this == MEETING || this == DRAINING || this == DRAINED;
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
            return stepsBack(node, moment) ? MEETING : PAUSED;
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

    /// Whether it is the meeting that pauses the machine, and not a person who happens to be in one.
    private static boolean stepsBack(Node node, Moment moment) {
        Meeting meeting = moment.vitals(node).signals().meeting().known().orElse(Meeting.NONE);
        String reason = node.reason().toLowerCase(Locale.ROOT);
        String sign = meeting.sign().toLowerCase(Locale.ROOT);
        return meeting.active() && (reason.contains("meeting") || (!sign.isEmpty() && reason.contains(sign)));
    }
}
