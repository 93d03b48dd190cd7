package dev.herd.engine.trace;

import java.util.ArrayList;
import java.util.List;

/// Counts values by size, as Prometheus does. Not thread-safe.
public final class Histogram {
    /// Upper bounds in seconds: from an answer out of a cache to a long generation.
    public static final List<Double> BOUNDS =
            List.of(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0);

    private final long[] counts = new long[BOUNDS.size()];
    private long count;
    private double sum;

    /// @param cumulative how many values are at most each bound
    public record Reading(List<Long> cumulative, long count, double sum) {
        public Reading {
            cumulative = List.copyOf(cumulative);
        }
    }

    void add(double value) {
        count++;
        sum += value;
        for (int i = 0; i < counts.length; i++) {
            if (value <= BOUNDS.get(i)) {
                counts[i]++;
            }
        }
    }

    Reading reading() {
        List<Long> cumulative = new ArrayList<>();
        for (long each : counts) {
            cumulative.add(each);
        }
        return new Reading(cumulative, count, sum);
    }
}
