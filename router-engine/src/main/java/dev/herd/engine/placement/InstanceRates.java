package dev.herd.engine.placement;

/// How fast one instance is, as measured or, until then, assumed.
///
/// @param prefillTokensPerSecond greater than 0
/// @param decodeTokensPerSecond greater than 0
/// @param loadSeconds to load the model; negative when never seen, so that its size decides
/// @param outputTokens mean length of an answer
/// @param samples answers it was learned from
public record InstanceRates(
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        double loadSeconds,
        double outputTokens,
        int samples) {

    /// What is assumed of a machine nobody has measured: a laptop with an 8B model. Only the order of candidates
    /// depends on it, and every candidate starts from the same.
    public static final InstanceRates PRIOR = new InstanceRates(500, 30, -1, 256, 0);
}
