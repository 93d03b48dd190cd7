package dev.herd.engine.learning;

/// A mean that follows what it measures: the first measurement counts in full, the next ones with `1/n`, down
/// to a least weight. The study of this routing lost least with that.
///
/// @param count measurements so far
public record Estimate(double mean, int count) {
    public static final Estimate NONE = new Estimate(0, 0);

    /// The mean of the measured, or what is assumed until then.
    double or(double assumed) {
        return count == 0 ? assumed : mean;
    }

    Estimate with(double sample, double leastWeight) {
        return weighted(sample, Math.max(1.0 / (count + 1), leastWeight));
    }

    private Estimate weighted(double sample, double weight) {
        return new Estimate(count == 0 ? sample : mean + weight * (sample - mean), count + 1);
    }

    /// Follows a measurement that tells less than others do: only a share of its usual weight, unless it is
    /// the first.
    Estimate with(double sample, double leastWeight, double share) {
        return count == 0
                ? with(sample, leastWeight)
                : weighted(sample, share * Math.max(1.0 / (count + 1), leastWeight));
    }
}
