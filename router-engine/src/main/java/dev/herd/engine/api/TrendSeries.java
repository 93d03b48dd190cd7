package dev.herd.engine.api;

import java.util.Arrays;

/// One figure of one machine in equal steps of time. A step of which nothing is known has a share of 0, and NaN for the
/// rest: it is a gap, neither 0 nor a guess. Immutable.
public final class TrendSeries {
    private final float[] means;
    private final float[] least;
    private final float[] most;
    private final float[] known;

    private TrendSeries(int size) {
        means = gaps(size);
        least = gaps(size);
        most = gaps(size);
        known = new float[size];
    }

    private static float[] gaps(int size) {
        float[] gaps = new float[size];
        Arrays.fill(gaps, Float.NaN);
        return gaps;
    }

    /// Puts a series together. For one thread.
    public static final class Builder {
        private final TrendSeries series;

        public Builder(int size) {
            series = new TrendSeries(size);
        }

        /// One step of which something is known.
        ///
        /// @param share of the step's time that it is known for, above 0, at most 1
        public Builder set(int step, double mean, double least, double most, double share) {
            series.means[step] = (float) mean;
            series.least[step] = (float) least;
            series.most[step] = (float) most;
            series.known[step] = (float) Math.clamp(share, 0, 1);
            return this;
        }

        /// To be called once, as the last.
        public TrendSeries build() {
            return series;
        }
    }

    public int size() {
        return known.length;
    }

    /// Whether anything is known of a step.
    public boolean knows(int step) {
        return known[step] > 0;
    }

    /// Mean over the time that it is known for.
    public double mean(int step) {
        return means[step];
    }

    public double least(int step) {
        return least[step];
    }

    public double most(int step) {
        return most[step];
    }

    /// Share of the step's time that it is known for, 0 to 1. Of the step that goes on now, the time that has passed
    /// counts.
    public double known(int step) {
        return known[step];
    }
}
