package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.RequestClass;
import java.time.Duration;
import java.util.Optional;

/// When a second copy of a request is worth sending, because the first byte of the first one is late ("The tail at
/// scale", Dean and Barroso, CACM 2013: hedged requests): at most one request in twenty, of those that a person waits
/// for, and each once.
final class Hedging {
    /// Of the requests of people, so many may be sent twice.
    private static final double SHARE = 0.05;

    /// Unused chances beyond this are lost, or a quiet hour would pay for a storm.
    private static final double MOST_SAVED = 3;

    /// Nobody minds less than this.
    private static final double LEAST_SECONDS = 2;

    /// Times to the first token that were predicted and then seen differ by a log-normal factor of about 0.4; this is
    /// its 95th percentile, exp(1.645 * 0.4).
    private static final double LATE = 1.93;

    private double chances = 1;

    /// When that lease's answer is late, counted from its grant; empty when it is never sent twice.
    static Optional<Duration> lateAfter(Lease lease) {
        return lease.ticket().requestClass() == RequestClass.INTERACTIVE
                ? Expectation.of(lease.decision())
                        .map(expected -> duration(Math.max(LEAST_SECONDS, LATE * expected.firstToken())))
                : Optional.empty();
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /// A request of that class runs.
    void granted(RequestClass requestClass) {
        if (requestClass == RequestClass.INTERACTIVE) {
            chances = Math.min(MOST_SAVED, chances + SHARE);
        }
    }

    boolean mayBegin() {
        return chances >= 1;
    }

    void began() {
        chances -= 1;
    }
}
