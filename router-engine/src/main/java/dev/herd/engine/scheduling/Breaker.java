package dev.herd.engine.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Keeps requests away from an instance that answers its inventory and fails requests.
///
/// ```
/// closed --3 failures within a minute--> open --back-off over--> half open --served--> closed
///                                      ^------failed, back-off doubled-----|
/// ```
/// Half open lets one request through at a time. Only failures that are the node's count (see [FaultRules]).
final class Breaker {
    /// In a row: what it serves between two failures shows that it works. Fewer than three would take a node away for a
    /// single hiccup and its retry.
    static final int FAILURES_TO_OPEN = 3;

    /// Failures further apart are unrelated.
    static final Duration WINDOW = Duration.ofMinutes(1);

    static final Duration FIRST_BACK_OFF = Duration.ofSeconds(5);
    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    /// Failures within the window, the oldest first.
    private final Deque<Instant> recent = new ArrayDeque<>();

    private @Nullable Instant openUntil;
    private Duration backOff = FIRST_BACK_OFF;

    /// Whether it keeps requests away at that moment. `running` is how many requests run there.
    boolean blocks(Instant at, int running) {
        Instant until = openUntil;
        return until != null && (at.isBefore(until) || running > 0);
    }

    /// When it lets the next one through; null when it is closed.
    @Nullable
    Instant opensAt() {
        return openUntil;
    }

    void served() {
        recent.clear();
        openUntil = null;
        backOff = FIRST_BACK_OFF;
    }

    void failed(Instant at) {
        if (openUntil != null) {
            // What was sent before it opened and fails now tells nothing new.
            if (!at.isBefore(openUntil)) {
                backOff = min(backOff.multipliedBy(2), LONGEST_BACK_OFF);
                openUntil = at.plus(backOff);
            }
            return;
        }
        recent.addLast(at);
        while (recent.getFirst().isBefore(at.minus(WINDOW))) {
            recent.removeFirst();
        }
        if (recent.size() >= FAILURES_TO_OPEN) {
            openUntil = at.plus(backOff);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
