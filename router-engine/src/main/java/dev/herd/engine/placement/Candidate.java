package dev.herd.engine.placement;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/// One place a request could have run, and what that would have cost.
///
/// @param objection why it is not eligible, [Objection#NONE] when it is
/// @param terms null when not eligible
/// @param inputs what the terms were made of, null when not eligible
public record Candidate(
        NodeId node,
        String nodeName,
        InstanceId instance,
        Objection objection,
        @Nullable CostTerms terms,
        @Nullable CostInputs inputs) {

    public boolean eligible() {
        return objection.isNone();
    }

    /// Why it is not eligible, in words; empty when it is.
    public String reason() {
        return objection.words();
    }
}
