package dev.herd.engine.placement;

/// When two predicted costs count as equal: within 5 % or 150 ms, since no prediction is better than that. Where costs
/// tie, the less busy machine is taken.
public final class CostTie {
    private static final double SHARE = 0.05;
    private static final double SECONDS = 0.150;

    private CostTie() {}

    /// The largest cost that counts as equal to `least`, in seconds.
    public static double limit(double least) {
        return Math.max(least * (1 + SHARE), least + SECONDS);
    }
}
