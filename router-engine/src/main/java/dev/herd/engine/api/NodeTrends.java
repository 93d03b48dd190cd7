package dev.herd.engine.api;

import dev.herd.engine.fleet.NodeId;
import java.util.Map;

/// One machine over time.
///
/// @param series of the measures of which anything is known; all are of the same size
public record NodeTrends(NodeId node, String name, Map<TrendMeasure, TrendSeries> series) {
    public NodeTrends {
        series = Map.copyOf(series);
    }
}
