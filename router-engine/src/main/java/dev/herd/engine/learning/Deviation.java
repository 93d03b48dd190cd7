package dev.herd.engine.learning;

import dev.herd.engine.placement.Accuracy;

/// How far predictions of one time were off: mean, mean size and mean square of the logarithm of what was
/// observed by what was predicted. The last fifty answers count most. Immutable.
public record Deviation(double mean, double size, double square, int count) {
    public static final Deviation NONE = new Deviation(0, 0, 0, 0);

    /// Over so many answers an error is judged.
    static final int ENOUGH = 50;

    /// Seconds within which no prediction is better than another, as for costs that tie.
    private static final double BLUR_SECONDS = 0.15;

    Deviation with(double predictedSeconds, double observedSeconds) {
        double off = Math.log((observedSeconds + BLUR_SECONDS) / (predictedSeconds + BLUR_SECONDS));
        double weight = Math.max(1.0 / (count + 1), 1.0 / ENOUGH);
        return new Deviation(
                mean + weight * (off - mean),
                size + weight * (Math.abs(off) - size),
                square + weight * (off * off - square),
                count + 1);
    }

    /// By how much predictions miss, either way.
    double error() {
        return Math.expm1(size);
    }

    Accuracy.Miss miss() {
        return new Accuracy.Miss(count, Math.exp(mean), Math.sqrt(Math.max(0, square - mean * mean)), error());
    }
}
