package dev.herd.engine.registry;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the registry keeps of one machine. Touched under the registry's lock only.
final class NodeEntry {
    final NodeId id;
    final String name;
    final NodeKind kind;

    /// PAUSED or DRAINING when a person said so, else null.
    private @Nullable NodeState asked;

    private @Nullable Instant until;

    /// How it stands to its person.
    private Guard guard = Guard.NONE;

    NodeEntry(NodeId id, String name, NodeKind kind) {
        this.id = id;
        this.name = name;
        this.kind = kind;
    }

    void ask(@Nullable NodeState state, @Nullable Instant end) {
        asked = state;
        until = end;
    }

    void guarded(Guard now) {
        guard = now;
    }

    /// When the pause ends by itself.
    @Nullable
    Instant until() {
        return until;
    }

    void endPauseBy(Instant now) {
        if (until != null && !now.isBefore(until)) {
            asked = null;
            until = null;
        }
    }

    Node snapshot(List<Upstream> upstreams) {
        if (asked != null) {
            String reason = asked == NodeState.PAUSED ? "paused by a person" : "draining";
            return node(asked, reason, until, upstreams);
        }
        if (guard.closed() && !guard.isCourtesy()) {
            return node(NodeState.PAUSED, guard.reason(), guard.until(), upstreams);
        }
        // The best of its servers speaks for the machine.
        Optional<Upstream> best = upstreams.stream().min(Comparator.comparingInt(NodeEntry::rank));
        if (best.isEmpty()) {
            return node(NodeState.DOWN, "no model server found", null, upstreams);
        }
        NodeState state = switch (best.get().state()) {
            case UP -> NodeState.UP;
            case STARTING -> NodeState.STARTING;
            case OVERLOADED -> NodeState.OVERLOADED;
            case WEDGED -> NodeState.WEDGED;
            case DOWN -> NodeState.DOWN;
        };
        return node(state, best.get().reason(), null, upstreams);
    }

    private Node node(NodeState state, String reason, @Nullable Instant end, List<Upstream> upstreams) {
        return new Node(id, name, kind, state, reason, end, upstreams, guard);
    }

    private static int rank(Upstream upstream) {
        return switch (upstream.state()) {
            case UP -> 0;
            case OVERLOADED -> 1;
            case STARTING -> 2;
            case WEDGED -> 3;
            case DOWN -> 4;
        };
    }
}
