package dev.herd.engine.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A machine with its upstreams.
///
/// @param name what people call it; unique in the fleet
/// @param reason why it is in its state, empty when it is up
/// @param until when the state ends by itself, null when it does not
/// @param guard how it stands to its person
public record Node(
        NodeId id,
        String name,
        NodeKind kind,
        NodeState state,
        String reason,
        @Nullable Instant until,
        List<Upstream> upstreams,
        Guard guard) {

    public Node {
        upstreams = List.copyOf(upstreams);
    }

    /// A machine that nobody senses.
    public Node(
            NodeId id,
            String name,
            NodeKind kind,
            NodeState state,
            String reason,
            @Nullable Instant until,
            List<Upstream> upstreams) {
        this(id, name, kind, state, reason, until, upstreams, Guard.NONE);
    }

    /// Whether `word` is this machine's id or name; names are compared without case.
    public boolean answersTo(String word) {
        return id.value().equals(word) || name.equalsIgnoreCase(word);
    }
}
