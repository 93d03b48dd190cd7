package dev.herd.engine.api;

import dev.herd.engine.fleet.NodeId;
import java.time.Instant;
import java.util.Map;

/// What was known of one machine at a moment.
///
/// @param name the machine's
/// @param values what was known; a measure that is missing was not
public record TrendPoint(NodeId node, String name, Instant at, Map<TrendMeasure, Double> values) {
    public TrendPoint {
        values = Map.copyOf(values);
        values.forEach((measure, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(measure.label() + " is " + value + ", which is no value");
            }
        });
    }
}
