package dev.herd.engine.placement;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import java.util.Map;

/// What the answers have shown beside rates: how good predictions are, and which machines have become slow.
public record Insight(Map<InstanceId, Accuracy> accuracies, Map<NodeId, Slowdown> slowdowns) {
    public static final Insight NONE = new Insight(Map.of(), Map.of());

    public Insight {
        accuracies = Map.copyOf(accuracies);
        slowdowns = Map.copyOf(slowdowns);
    }
}
