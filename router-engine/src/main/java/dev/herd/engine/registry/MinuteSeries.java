package dev.herd.engine.registry;

import dev.herd.engine.api.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An hour of one figure as the means of its minutes. Not thread-safe.
final class MinuteSeries {
    private static final long SECONDS_PER_STEP = Series.STEP.toSeconds();

    /// Means of the past minutes, at their minute modulo the length.
    private final double[] means = new double[Series.LENGTH];

    private long minute = Long.MIN_VALUE;
    private double sum;
    private int count;

    MinuteSeries() {
        Arrays.fill(means, Double.NaN);
    }

    /// @param at not before the last call's
    void add(Instant at, double value) {
        moveTo(minuteOf(at));
        sum += value;
        count++;
        means[index(minute)] = sum / count;
    }

    /// The hour that ends with the current minute; empty when nothing was ever measured.
    Series series(Instant at) {
        if (minute == Long.MIN_VALUE) {
            return Series.empty(at);
        }
        long last = minuteOf(at);
        List<Double> values = new ArrayList<>(Series.LENGTH);
        for (long each = last - Series.LENGTH + 1; each <= last; each++) {
            boolean kept = each <= minute && each > minute - Series.LENGTH;
            values.add(kept ? means[index(each)] : Double.NaN);
        }
        return new Series(Instant.ofEpochSecond((last + 1) * SECONDS_PER_STEP), Series.STEP, values);
    }

    private void moveTo(long now) {
        if (now == minute) {
            return;
        }
        if (minute != Long.MIN_VALUE) {
            // Minutes without a point are unknown, not what stood there an hour ago.
            for (long gap = Math.max(minute + 1, now - Series.LENGTH + 1); gap <= now; gap++) {
                means[index(gap)] = Double.NaN;
            }
        }
        minute = now;
        sum = 0;
        count = 0;
    }

    private static long minuteOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS_PER_STEP);
    }

    private static int index(long minute) {
        return (int) Math.floorMod(minute, (long) Series.LENGTH);
    }
}
