package dev.herd.engine.presence;

/// A rate of returns that is learned from the times in which the person was away: the mean of a Gamma
/// posterior. Immutable.
///
/// @param returns that were seen, older ones fading; not below 0
/// @param exposure what they could have come from; not below 0
public record ReturnRate(double returns, double exposure) {
    public static final ReturnRate NONE = new ReturnRate(0, 0);

    /// Returns that the prior counts for: a day of work shows more.
    private static final double PRIOR = 4;

    public ReturnRate {
        if (!(returns >= 0 && returns < 1e9) || !(exposure >= 0 && exposure < 1e12)) {
            throw new IllegalArgumentException("no rate of returns: " + returns + " in " + exposure);
        }
    }

    /// @param prior the rate before anything was seen
    double mean(double prior) {
        return (returns + PRIOR) / (exposure + PRIOR / prior);
    }

    ReturnRate came(double part) {
        return new ReturnRate(returns + part, exposure);
    }

    ReturnRate exposed(double more) {
        return new ReturnRate(returns, exposure + more);
    }

    ReturnRate faded(double left) {
        return new ReturnRate(returns * left, exposure * left);
    }
}
