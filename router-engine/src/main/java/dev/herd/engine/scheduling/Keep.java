package dev.herd.engine.scheduling;

import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;

/// Why an idle slot is kept: a conversation has its prompt there and is about to go on.
///
/// @param since the last answer's end, in seconds on the queue's scale
/// @param gapSeconds after which it is expected to go on
/// @param savedSeconds of prefill that it finds there
/// @param chance that it goes on
record Keep(
        double since, double gapSeconds, double savedSeconds, double chance, String tenant, RequestClass requestClass) {
    static final Keep NOTHING = new Keep(Double.NEGATIVE_INFINITY, 0, 0, 0, "", RequestClass.BATCH);

    /// A conversation that has not gone on after so many of its usual gaps is not waited for any more.
    private static final double PATIENCE_GAPS = 2;

    /// As long as a program takes from an answer to its next step.
    private static final double SOON = 0.3;

    static Keep of(Ticket ticket, double since, Returns.Habit habit, double savedSeconds) {
        return new Keep(
                since, habit.gapSeconds(), savedSeconds, habit.chance(), ticket.tenant(), ticket.requestClass());
    }

    /// Seconds that it is expected to lose with the slot.
    double worth(double now) {
        return expectedIn(now) < 0 ? 0 : chance * savedSeconds;
    }

    boolean isNothing() {
        return gapSeconds <= 0 && savedSeconds <= 0;
    }

    /// Seconds until it is expected to go on; negative when it is not waited for any more.
    double expectedIn(double now) {
        double gone = now - since;
        return gone > PATIENCE_GAPS * gapSeconds + SOON ? -1 : Math.max(SOON, gapSeconds - gone);
    }
}
