package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ticket that waits. Confined to the scheduler.
final class Waiting {
    /// Class first, then the tenant's fair share, then arrival.
    static final Comparator<Waiting> ORDER = Waiting::byPlace;

    /// Within its tenant's turn: arrival, less the head start.
    static final Comparator<Waiting> TURN = Waiting::byTurn;

    final Ticket ticket;
    final long sequence;
    final Instant since;

    /// Seconds on the queue's own scale.
    final double arrival;

    /// How long it may wait for a slot, where it has no deadline of its own.
    private final Duration patience;

    /// The rank of the class it counts as, which age raises.
    int level;

    /// Seconds by which it goes before those who came earlier.
    double headStart;

    /// The part of it that a cache saves, in seconds of prefill, and where that cache is.
    double saved;

    @Nullable
    InstanceState savedAt;

    /// Where its tenant's earlier work ends, and its place among all of its level: set by the queue.
    double startTag;

    double place;

    /// What it takes from its tenant's share, in seconds.
    double cost;

    /// Where it is going to run as things stand, null while it is held.
    @Nullable
    InstanceState plan;

    /// The next one of those that are planned for the same.
    @Nullable
    Waiting nextPlanned;

    /// The one model of the runner that it is planned for; null when that has several names.
    @Nullable
    private ModelRef onlyModel;

    /// Expected seconds there, from its start to its end.
    double plannedSeconds;

    /// Seconds for which something else than a slot keeps it from starting there: a load, or who goes before
    /// it.
    double otherSeconds;

    /// Where others make way for it, null when nobody does.
    @Nullable
    Machine wayMadeOn;

    /// The wait that was predicted when it was first planned, negative until then.
    private double promisedSeconds = -1;

    /// Since when no machine has been eligible, null when one is.
    @Nullable
    Instant heldSince;

    private Duration held = Duration.ZERO;

    Waiting(Ticket ticket, long sequence, Instant since, Duration patience) {
        this.ticket = ticket;
        this.sequence = sequence;
        this.since = since;
        this.arrival = Moments.onScale(ticket.arrivedAt());
        this.patience = patience;
        this.level = ticket.requestClass().rank();
    }

    private static int byPlace(Waiting one, Waiting other) {
        int order = Integer.compare(one.level, other.level);
        order = order != 0 ? order : Double.compare(one.place, other.place);
        return order != 0 ? order : Long.compare(one.sequence, other.sequence);
    }

    private static int byTurn(Waiting one, Waiting other) {
        int order = Double.compare(one.arrival - one.headStart, other.arrival - other.headStart);
        return order != 0 ? order : Long.compare(one.sequence, other.sequence);
    }

    /// Whether it would stand behind the next turn of a conversation, were that to come at that moment.
    boolean yieldsTo(Keep keep, double then) {
        int rank = keep.requestClass().rank();
        if (rank != level) {
            return rank < level;
        }
        double headStartThen = HeadStart.forPrefix(keep.savedSeconds());
        return keep.tenant().equals(ticket.tenant())
                ? then - headStartThen < arrival - headStart
                : then - Math.min(headStartThen, FairQueue.ACROSS_TENANTS) < arrival;
    }

    /// Whether its plan does not hold any more, or can be carried out.
    boolean mustLook(Instant at) {
        InstanceState planned = plan;
        return planned == null
                || (planned.hasFreeSlot() && planned.machine.hasRoomFor(ticket))
                || !planned.listed
                || planned.machine.condition.guard().closed()
                || !Eligibility.objection(ticket, planned, at).isNone();
    }

    /// Whether there is a free slot that it could want more than the one it waits for.
    boolean mayPrefer(Instances instances) {
        InstanceState planned = plan;
        for (var model : ticket.models()) {
            for (InstanceState instance : instances.of(model)) {
                if (instance.hasFreeSlot()
                        && instance.machine.hasRoomFor(ticket)
                        && Eligibility.suits(ticket, instance)) {
                    return true;
                }
            }
            if (planned != null && planned.holder.model().ref().equals(model)) {
                return false;
            }
        }
        return false;
    }

    /// Plans it for where that look found it best.
    void planFor(Placement found, InstanceState instance) {
        unplan();
        plan = instance;
        onlyModel = instance.sharers.size() == 1 ? instance.holder.model().ref() : null;
        plannedSeconds = found.cost().runSeconds();
        otherSeconds = found.waitsForSlot() ? 0 : found.waitSeconds();
        promisedSeconds = promisedSeconds < 0 ? found.waitSeconds() : promisedSeconds;
        instance.plan(this);
        Machine way = wayMadeOn;
        if (otherSeconds > 0) {
            instance.machine.delayed.add(this);
        }
        if (way != null && (way != instance.machine || otherSeconds <= 0)) {
            way.delayed.add(this);
        }
    }

    /// Whether it is planned for a runner that serves any of these.
    boolean competesForAny(List<ModelRef> models) {
        ModelRef only = onlyModel;
        InstanceState planned = plan;
        if (planned == null) {
            return false;
        }
        return only == null ? planned.servesAny(models) : models.contains(only);
    }

    /// The wait that was predicted at first: none where it could start at once.
    double promised() {
        return Math.max(0, promisedSeconds);
    }

    /// Seconds by which it has waited longer than was predicted at first. What was wrong by so much may be again.
    double overdueSeconds(Instant at) {
        return promisedSeconds < 0 ? 0 : Math.max(0, Moments.seconds(since, at) - promisedSeconds);
    }

    /// Whether it stands in the queue: everyone there has a plan or is held.
    boolean waits() {
        return plan != null || heldSince != null;
    }

    void unplan() {
        if (plan != null) {
            plan.unplan(this);
            plan.machine.delayed.remove(this);
            if (wayMadeOn != null) {
                wayMadeOn.delayed.remove(this);
            }
            plan = null;
            plannedSeconds = 0;
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

    /// When its wait is over, whatever happens; the end of time while it is held and has no deadline, since
    /// the hold has an end of its own.
    Instant expires() {
        Instant deadline = ticket.deadline();
        if (deadline != null) {
            return deadline;
        }
        return heldSince == null ? since.plus(patience).plus(held) : Instant.MAX;
    }

    /// Time without any eligible machine, until it was last released.
    Duration held() {
        return held;
    }

    /// Time in the queue proper.
    Duration queued(Instant at) {
        return Duration.between(since, at).minus(held);
    }
}
