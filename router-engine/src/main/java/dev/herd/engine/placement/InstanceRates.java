package dev.herd.engine.placement;

/// How fast one instance is while nothing else runs on its machine, as measured or, until then, assumed.
///
/// @param prefillTokensPerSecond greater than 0
/// @param decodeTokensPerSecond greater than 0
/// @param loadSeconds to load the model; negative when never seen, so that its size decides
/// @param contention by how much of its lone time each further request on the machine prolongs one, at least
///     0
/// @param samples answers it was learned from; 0 means assumed
/// @param share of the learned rates that both are taken at: below 1 where the machine has become slow since
///     they were learned
public record InstanceRates(
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        double loadSeconds,
        double contention,
        int samples,
        double share) {

    /// Between what batching runners lose (0.1 to 0.3: the weights are read once for all) and what requests
    /// lose that share an accelerator without batching (1).
    private static final double ASSUMED_CONTENTION = 0.5;

    /// What is assumed of a machine nobody has measured: a laptop with an 8B model. Only the order of
    /// candidates depends on it, and every candidate starts from the same.
    public static final InstanceRates PRIOR = new InstanceRates(500, 30, -1, ASSUMED_CONTENTION, 0);

    /// Up to so many slots that holds; whoever gives a server more has seen that more at once is worth it there.
    private static final int USUAL_SLOTS = 4;

    private static final double OPTIMISM = 1.4;

    /// The contention that is assumed of a machine nobody has measured.
    ///
    /// @param slots of its server, 1 or more
    public static double assumedContention(int slots) {
        return ASSUMED_CONTENTION * USUAL_SLOTS / Math.max(USUAL_SLOTS, slots);
    }

    /// The share of its work that it is taken to need: one with few measurements is taken to be faster than
    /// believed, by `exp(-1.4 / (1 + n))`. One that is wrongly believed slow would otherwise never be asked,
    /// and never be corrected (docs/scoring.md).
    public double faith() {
        return Math.exp(-OPTIMISM / (1 + samples));
    }

    /// Rates as learned.
    public InstanceRates(
            double prefillTokensPerSecond,
            double decodeTokensPerSecond,
            double loadSeconds,
            double contention,
            int samples) {
        this(prefillTokensPerSecond, decodeTokensPerSecond, loadSeconds, contention, samples, 1);
    }
}
