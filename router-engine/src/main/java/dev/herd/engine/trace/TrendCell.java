package dev.herd.engine.trace;

import dev.herd.engine.api.TrendMeasure;
import java.util.Arrays;

/// What is known of one machine over one stretch of time: of each measure its mean, least and most, and for how long it
/// is known. Stretches add up to longer ones, each counting for as long as it is known. Not thread-safe.
public final class TrendCell {
    private final double[] sums = new double[TrendMeasure.COUNT];
    private final double[] least = new double[TrendMeasure.COUNT];
    private final double[] most = new double[TrendMeasure.COUNT];
    private final double[] seconds = new double[TrendMeasure.COUNT];

    public TrendCell() {
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    /// A value that held for that long, above 0.
    public void add(TrendMeasure measure, double value, double time) {
        add(measure, time, value, value, value);
    }

    /// A stretch of which so many seconds, above 0, are known.
    public void add(TrendMeasure measure, double time, double mean, double low, double high) {
        int index = measure.place();
        sums[index] += mean * time;
        least[index] = Math.min(least[index], low);
        most[index] = Math.max(most[index], high);
        seconds[index] += time;
    }

    /// For how many seconds the measure is known; 0 when it is not.
    public double seconds(TrendMeasure measure) {
        return seconds[measure.place()];
    }

    /// Mean over the time that it is known for; only of a measure that is known.
    public double mean(TrendMeasure measure) {
        return sums[measure.place()] / seconds[measure.place()];
    }

    public double least(TrendMeasure measure) {
        return least[measure.place()];
    }

    public double most(TrendMeasure measure) {
        return most[measure.place()];
    }
}
