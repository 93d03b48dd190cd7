package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A ticket that waits. Confined to the scheduler.
final class Waiting {
    /// Class first, then the tenant's fair share, then arrival.
    static final Comparator<Waiting> ORDER = Comparator.comparingInt((Waiting one) -> one.level)
            .thenComparingDouble(one -> one.startTag)
            .thenComparingLong(one -> one.sequence);

    final Ticket ticket;
    final long sequence;
    final Instant since;
    final Instant expires;

    /// The rank of the class it counts as, which age raises.
    int level;

    double startTag;

    /// Where it is going to run as things stand, null while it is held.
    @Nullable
    InstanceState plan;

    double plannedSeconds;
    double predictedWait;

    /// Since when no machine has been eligible, null when one is.
    @Nullable
    Instant heldSince;

    Duration held = Duration.ZERO;

    Waiting(Ticket ticket, long sequence, Instant since, Instant expires) {
        this.ticket = ticket;
        this.sequence = sequence;
        this.since = since;
        this.expires = expires;
        this.level = ticket.requestClass().rank();
    }

    void planFor(@Nullable InstanceState instance, double serviceSeconds, double waitSeconds) {
        if (plan != null) {
            plan.unplan(plannedSeconds);
        }
        plan = instance;
        plannedSeconds = serviceSeconds;
        predictedWait = waitSeconds;
        if (instance != null) {
            instance.plan(serviceSeconds);
        }
    }

    void holdFrom(Instant at) {
        if (heldSince == null) {
            heldSince = at;
        }
    }

    void releaseFromHold(Instant at) {
        if (heldSince != null) {
            held = held.plus(Duration.between(heldSince, at));
            heldSince = null;
        }
    }

    /// Time in the queue proper.
    Duration queued(Instant at) {
        return Duration.between(since, at).minus(held);
    }
}
