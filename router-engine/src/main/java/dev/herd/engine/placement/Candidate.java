package dev.herd.engine.placement;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/// One place a request could have run, and what that would have cost.
///
/// @param reason why it is not eligible, or what shaped its cost; empty when there is nothing to say
/// @param terms null when not eligible
public record Candidate(
        NodeId node,
        String nodeName,
        InstanceId instance,
        boolean eligible,
        String reason,
        @Nullable CostTerms terms) {}
