package dev.herd.engine.learning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one instance's last answers compare with its cold speed. Immutable.
///
/// @param log logarithm of the share of its cold speed
/// @param slow how many answers in a row were slow
/// @param slowSince the first slow one since it was cold; null when there was none
/// @param before its rates as they were before that
record Pace(
        double log,
        int slow,
        @Nullable Instant slowSince,
        @Nullable Speeds before) {
    static final Pace COLD = new Pace(0, 0, null, null);

    /// Half of the way with each answer.
    private static final double WEIGHT = 0.5;

    /// Answers of one machine differ by less.
    private static final double SLOW_ANSWER = Math.log(0.85);

    private static final double SLOW = Math.log(0.75);
    private static final double COLD_AGAIN = Math.log(0.9);
    private static final int ENOUGH = 3;

    /// Follows an answer, of which may be known only between which bounds its share lies: one within them
    /// tells nothing.
    ///
    /// @param least logarithm of the least share that it can have had
    /// @param most of the greatest
    Pace with(double least, double most, Instant at, Speeds now) {
        double target = Math.max(least, Math.min(most, log));
        double followed = log + WEIGHT * (target - log);
        if (most < SLOW_ANSWER) {
            boolean first = slowSince == null;
            return new Pace(followed, slow + 1, first ? at : slowSince, first ? now : before);
        }
        // Between the bounds nothing is known: what was slow may be so still.
        boolean isQuick = least >= SLOW_ANSWER;
        if (isQuick && followed > COLD_AGAIN) {
            return new Pace(followed, 0, null, null);
        }
        return new Pace(followed, isQuick ? 0 : slow, slowSince, before);
    }

    boolean isSlow() {
        return slow >= ENOUGH && log < SLOW;
    }

    boolean isCold() {
        return log > COLD_AGAIN;
    }
}
