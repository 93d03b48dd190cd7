package dev.herd.engine.placement;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/// One place a request could have run, and what that would have cost.
///
/// @param objection why it is not eligible, [Objection#NONE] when it is
/// @param terms null when not eligible
/// @param inputs what the terms were made of, null when not eligible
/// @param situation how it stood beside that; null when not eligible, and in records of older versions
public record Candidate(
        NodeId node,
        String nodeName,
        InstanceId instance,
        Objection objection,
        @Nullable CostTerms terms,
        @Nullable CostInputs inputs,
        @Nullable Situation situation) {

    /// One of whose situation nothing is known.
    public Candidate(
            NodeId node,
            String nodeName,
            InstanceId instance,
            Objection objection,
            @Nullable CostTerms terms,
            @Nullable CostInputs inputs) {
        this(node, nodeName, instance, objection, terms, inputs, null);
    }

    public boolean eligible() {
        return objection.isNone();
    }

    /// Why it is not eligible, in words; empty when it is.
    public String reason() {
        return objection.words();
    }

    /// Whether both are one model on one server; older records name servers by their machine alone.
    public boolean isSame(Candidate other) {
        return instance.equals(other.instance()) && node.equals(other.node());
    }
}
