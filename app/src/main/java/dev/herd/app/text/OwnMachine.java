package dev.herd.app.text;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeKind;
import java.util.Locale;
import java.util.Optional;

/// The machine that the person sits at.
public final class OwnMachine {
    private OwnMachine() {}

    /// It, where it serves in the fleet. Today's fleets have one machine that runs Herd: this one.
    public static Optional<Node> of(EngineSnapshot snapshot) {
        return snapshot.fleet().nodes().stream()
                .filter(node -> node.kind() == NodeKind.HERD)
                .findFirst();
    }

    /// What people call it: `this Mac`, `this machine`.
    ///
    /// @param os value of `os.name`
    public static String word(String os) {
        return os.toLowerCase(Locale.ROOT).startsWith("mac") ? "this Mac" : "this machine";
    }
}
