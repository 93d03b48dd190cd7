package dev.herd.engine.trace;

import java.time.Duration;

/// How finely trends are kept, and for how long. Each is made of the one before it.
public enum TrendStep {
    POINT(Duration.ofSeconds(10), Duration.ofDays(1)),
    MINUTE(Duration.ofMinutes(1), Duration.ofDays(30)),
    HOUR(Duration.ofHours(1), Duration.ofDays(2 * 365));

    private final Duration length;
    private final Duration kept;

    TrendStep(Duration length, Duration kept) {
        this.length = length;
        this.kept = kept;
    }

    /// Seconds of one step.
    public int seconds() {
        return Math.toIntExact(length.toSeconds());
    }

    public Duration kept() {
        return kept;
    }

    /// Where the step that a moment lies in begins, in seconds of the epoch.
    public long startOf(long second) {
        return second - Math.floorMod(second, seconds());
    }
}
