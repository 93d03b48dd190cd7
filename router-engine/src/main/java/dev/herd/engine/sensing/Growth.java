package dev.herd.engine.sensing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How fast a counter grows, from one look to the next. Used by one thread at a time.
public final class Growth {
    /// Counters of systems move in steps of up to a hundredth of a second.
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private long last;
    private @Nullable Instant lastAt;
    private double rate = Double.NaN;

    /// @return per second since the last look, or as before when that was just now; NaN at the first, and when the
    ///     counter began anew
    public double perSecond(long count, Instant now) {
        Instant before = lastAt;
        if (before != null
                && !now.isBefore(before)
                && Duration.between(before, now).compareTo(SHORTEST) < 0) {
            return rate;
        }
        long grown = count - last;
        last = count;
        lastAt = now;
        rate = before == null || grown < 0 || !now.isAfter(before)
                ? Double.NaN
                : grown / (Duration.between(before, now).toNanos() / 1e9);
        return rate;
    }
}
