package dev.herd.engine.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One figure over time, in equal steps, oldest first.
///
/// @param end the moment behind the last step
/// @param values NaN where nothing was measured
public record Series(Instant end, Duration step, List<Double> values) {
    /// What is kept of every figure: an hour in steps of a minute.
    public static final Duration STEP = Duration.ofMinutes(1);

    /// Steps in an hour.
    public static final int LENGTH = 60;

    public Series {
        values = List.copyOf(values);
    }

    /// Nothing measured yet.
    public static Series empty(Instant end) {
        return new Series(end, STEP, List.of());
    }

    /// The largest value; 0 when there is none.
    public double max() {
        return values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(value -> value)
                .max()
                .orElse(0);
    }
}
