package dev.herd.engine.learning;

/// How fast one instance writes while nothing slows it down, at one length of context: what its faster
/// answers agree on. It rises within answers and falls over days, so that a machine that has become slow is
/// still known to have been faster, and one that stays so is some day taken for what it is. Immutable.
///
/// @param log logarithm of tokens per second, alone on the machine
/// @param last of the last answer; one that is faster than all is believed when the next one confirms it
record Level(double log, double last, int count) {
    static final Level UNKNOWN = new Level(0, 0, 0);

    /// Fewer answers are no level.
    private static final int ENOUGH = 3;

    private static final double RISE = 0.3;
    private static final double HALF_LIFE_SECONDS = 7 * 24 * 3600.0;

    /// Time in which nothing was measured says nothing.
    private static final double MOST_PASSED_SECONDS = 6 * 3600.0;

    boolean isKnown() {
        return count >= ENOUGH;
    }

    /// @param passed seconds since the instance was last measured
    Level with(double sample, double passed) {
        return new Level(followed(sample, passed), sample, count + 1);
    }

    private double followed(double sample, double passed) {
        if (!isKnown()) {
            return log + (sample - log) / (count + 1);
        }
        double confirmed = Math.min(sample, last);
        if (confirmed > log) {
            return log + RISE * (confirmed - log);
        }
        double faded = 1 - Math.pow(2, -Math.clamp(passed, 0, MOST_PASSED_SECONDS) / HALF_LIFE_SECONDS);
        return sample < log ? log + faded * (sample - log) : log;
    }
}
