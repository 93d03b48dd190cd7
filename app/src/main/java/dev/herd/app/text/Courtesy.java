package dev.herd.app.text;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;

/// What can be said and done about a machine that steps back for its person.
public final class Courtesy {
    public static final String SERVE_ANYWAY = "Serve anyway";
    public static final String OBEY = "Step back again";

    private Courtesy() {}

    /// Whether its own rule pauses it, and not a person.
    public static boolean stepsBack(Node node) {
        return node.state() == NodeState.PAUSED
                && node.guard().closed()
                && node.reason().equals(node.guard().reason());
    }

    /// Whether its own rule keeps it from serving, or from serving all, and its person could overrule that.
    public static boolean restricts(Node node) {
        Guard guard = node.guard();
        boolean serves = stepsBack(node) || node.state().serves();
        boolean beyond = guard.state() == Guard.State.ASLEEP;
        return serves && !beyond && !guard.allowance().equals(Allowance.ALL);
    }

    /// Whether its person has done so.
    public static boolean isOverruled(Node node) {
        return node.guard().state() == Guard.State.SERVES_ANYWAY;
    }

    /// The reason's own name for the state: `In a meeting`.
    public static String heading(Guard guard) {
        String first = guard.reason().split(":", 2)[0];
        return first.isEmpty() ? "Paused" : Character.toUpperCase(first.charAt(0)) + first.substring(1);
    }

    /// The reason without the state's own name in front: `camera in use`.
    public static String detail(Guard guard) {
        return guard.reason().substring(guard.reason().indexOf(": ") + 1).strip();
    }
}
