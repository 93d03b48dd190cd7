package dev.herd.engine.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the fleet was over a stretch of time.
///
/// @param start of the first step
/// @param step how long each is; whole seconds
/// @param steps how many, at most [TrendQuery#MOST]
/// @param since when the oldest kept point was taken, null when there is none
/// @param nodes every machine of which anything is known in that time, by name
/// @param events that touch it, oldest first
public record Trends(
        Instant start,
        Duration step,
        int steps,
        @Nullable Instant since,
        List<NodeTrends> nodes,
        List<TrendEvent> events) {
    public Trends {
        nodes = List.copyOf(nodes);
        events = List.copyOf(events);
    }

    /// The moment behind the last step.
    public Instant end() {
        return at(steps);
    }

    /// When a step begins.
    public Instant at(int index) {
        return start.plus(step.multipliedBy(index));
    }
}
