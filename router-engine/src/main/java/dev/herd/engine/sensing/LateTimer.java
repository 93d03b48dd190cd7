package dev.herd.engine.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Notices by a timer that fires late that the machine slept, where the system told nobody. Clocks that stand still
/// meanwhile do so on some systems only; timers do on all.
public final class LateTimer {
    /// A machine that is merely busy is not that late.
    static final Duration LATE = Duration.ofSeconds(10);

    private LateTimer() {}

    /// How long it slept, about; empty when it did not.
    ///
    /// @param due when the timer was to fire
    /// @param fired when it did, by the same clock, which goes on in sleep
    public static Optional<Duration> slept(Instant due, Instant fired) {
        Duration late = Duration.between(due, fired);
        return late.compareTo(LATE) > 0 ? Optional.of(late) : Optional.empty();
    }
}
