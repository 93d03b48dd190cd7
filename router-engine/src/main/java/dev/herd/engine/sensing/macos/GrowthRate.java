package dev.herd.engine.sensing.macos;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How fast a counter grows, from one look to the next. Used by one thread at a time.
final class GrowthRate {
    private long last;
    private @Nullable Instant lastAt;

    /// @return per second since the last look; NaN at the first, and when the counter began anew
    double perSecond(long count, Instant now) {
        Instant before = lastAt;
        long grown = count - last;
        last = count;
        lastAt = now;
        if (before == null || grown < 0 || !now.isAfter(before)) {
            return Double.NaN;
        }
        return grown / (Duration.between(before, now).toNanos() / 1e9);
    }
}
