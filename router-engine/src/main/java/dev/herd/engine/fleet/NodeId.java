package dev.herd.engine.fleet;

import org.jspecify.annotations.Nullable;

/// A machine in the herd, stable across restarts and addresses.
///
/// @param value not blank
public record NodeId(String value) implements Comparable<NodeId> {
    public NodeId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a node id must not be blank");
        }
    }

    /// Looked up for each candidate of each request, where the generated ones show.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof NodeId(String same) && value.equals(same));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
