package dev.herd.engine.scheduling;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides where requests run, and when. Never acts: the same events always give the same effects.
///
/// A ticket binds late: it stays in the one fair queue until a slot is free on the machine where it ends soonest, and
/// is not moved afterwards. For each event the decision goes:
///
/// 1. Find the first of the ticket's models that an eligible instance has; none: hold it, and refuse it when it has
///   been held for `queue.maxHold`.
/// 2. Predict the seconds until its answer ends on each eligible instance; take the least.
/// 3. A slot is free there: grant. Otherwise queue it, planned for there; a predicted wait beyond what the ticket may
///    wait is refused at once.
/// 4. When anything changes, look at the queue again in its order, at most [#LOOKS_PER_PASS] tickets.
///
/// Confined to one thread at a time; `Dispatcher` is its shell.
public final class Scheduler {
    /// Bounds one pass. A freed slot is taken by the first ticket that wants it, so that looking further gains little.
    static final int LOOKS_PER_PASS = 64;

    /// Far above what a household sends; each entry costs about a kilobyte.
    static final int MOST_WAITING = 10_000;

    /// Ollama's "server busy" passes within seconds.
    static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final QueueConfig config;
    private final Instances instances = new Instances();
    private final FairQueue queue = new FairQueue();
    private final Map<Long, InstanceId> leases = new LinkedHashMap<>();
    private long nextLease = 1;
    private long nextSequence = 1;
    private boolean stopped;

    public Scheduler(QueueConfig config) {
        this.config = config;
    }

    /// Takes one event and says what is to be done, in order.
    public List<Effect> on(Event event) {
        List<Effect> effects = new ArrayList<>(2);
        switch (event) {
            case Event.Arrived(Ticket ticket, Instant at) -> arrive(ticket, at, effects);
            case Event.Abandoned(var ticket, var _) -> abandon(queue.find(ticket));
            case Event.Finished(long lease, Outcome outcome, Instant at) -> finish(lease, outcome, at, effects);
            case Event.Blamed(var instance, Instant at) -> blame(instances.find(instance), at);
            case Event.FleetChanged(var fleet, Instant at) -> {
                instances.update(fleet);
                pass(at, effects);
            }
            case Event.RatesChanged(var instance, var rates, var _) -> instances.rates(instance, rates);
            case Event.Ticked(Instant at) -> pass(at, effects);
            case Event.Stopped _ -> stop(effects);
        }
        Instant wake = nextWake(event.at());
        if (wake != null) {
            effects.add(new Effect.WakeAt(wake));
        }
        return effects;
    }

    /// The state now, for those who look.
    public SchedulerView view(Instant at) {
        return Views.of(instances, queue, leases.size(), at);
    }

    private void arrive(Ticket ticket, Instant at, List<Effect> effects) {
        if (stopped) {
            effects.add(refuse(ticket, Refusal.Reason.STOPPING, LEAST_RETRY, "Herd is stopping", Decision.NONE));
            return;
        }
        Instant expires = ticket.deadline() != null
                ? ticket.deadline()
                : ticket.arrivedAt().plus(config.maxWait());
        Waiting waiting = new Waiting(ticket, nextSequence++, at, expires);
        Placement placement = Placement.of(ticket, instances, at);
        if (place(waiting, placement, at, effects)) {
            return;
        }
        if (placement.best() == null) {
            if (!placement.canBecomeEligible()) {
                effects.add(noNode(ticket, placement, at));
                return;
            }
            waiting.holdFrom(at);
        } else if (tooLong(waiting, placement, at, effects)) {
            return;
        } else {
            plan(waiting, placement);
        }
        if (queue.size() >= MOST_WAITING) {
            waiting.planFor(null, 0, 0);
            effects.add(refuse(
                    ticket, Refusal.Reason.QUEUE_TOO_LONG, LOOK_AGAIN, "the queue is full", placement.decision()));
            return;
        }
        queue.add(waiting, Math.max(waiting.plannedSeconds, 1));
        effects.add(new Effect.Wait(ticket.id(), waiting.heldSince != null));
    }

    /// Grants when the best instance has a free slot.
    private boolean place(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        InstanceState best = placement.best();
        if (best == null || !best.hasFreeSlot()) {
            return false;
        }
        waiting.releaseFromHold(at);
        waiting.planFor(null, 0, 0);
        Lease lease = new Lease(nextLease++, waiting.ticket, best.holder, placement.decision());
        leases.put(lease.number(), best.holder.instance());
        best.start(lease, at, placement.terms().load() + placement.terms().service());
        effects.add(new Effect.Grant(lease, waiting.held, waiting.queued(at)));
        return true;
    }

    private static void plan(Waiting waiting, Placement placement) {
        var terms = placement.terms();
        waiting.planFor(placement.best(), terms.service(), terms.queue() + terms.load());
    }

    private boolean tooLong(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        double wait = placement.terms().queue();
        double allowed = Duration.between(at, waiting.expires).toNanos() / 1e9;
        if (wait <= allowed) {
            return false;
        }
        Duration retry = Duration.ofMillis((long) Math.ceil(wait * 1000));
        String detail =
                "the predicted wait of %d s is longer than the request may wait".formatted((long) Math.ceil(wait));
        effects.add(refuse(waiting.ticket, Refusal.Reason.QUEUE_TOO_LONG, retry, detail, placement.decision()));
        return true;
    }

    private void abandon(@Nullable Waiting waiting) {
        if (waiting != null) {
            waiting.planFor(null, 0, 0);
            queue.remove(waiting);
        }
    }

    private static void blame(@Nullable InstanceState instance, Instant at) {
        if (instance != null) {
            instance.breaker.failed(at);
        }
    }

    private void finish(long lease, Outcome outcome, Instant at, List<Effect> effects) {
        InstanceId id = leases.remove(lease);
        InstanceState instance = id == null ? null : instances.find(id);
        if (instance == null) {
            return;
        }
        instance.end(lease);
        switch (outcome) {
            case Outcome.Served _ -> instance.breaker.served();
            case Outcome.UpstreamFailed _ -> instance.breaker.failed(at);
            case Outcome.UpstreamBusy(Duration retryAfter) -> instance.busyUntil = at.plus(retryAfter);
            case Outcome.ModelGone _, Outcome.RequestRefused _, Outcome.Abandoned _ -> {}
        }
        pass(at, effects);
    }

    /// Looks at the queue again, in its order.
    private void pass(Instant at, List<Effect> effects) {
        if (queue.isEmpty()) {
            return;
        }
        queue.age(at);
        int looks = 0;
        for (Waiting waiting : queue.copy()) {
            if (!at.isBefore(waiting.expires)) {
                expire(waiting, at, effects);
            } else if (looks < LOOKS_PER_PASS && worthALook(waiting, at)) {
                looks++;
                reconsider(waiting, at, effects);
            }
        }
    }

    /// A queued ticket whose model has no free slot anywhere stays as it is.
    private boolean worthALook(Waiting waiting, Instant at) {
        if (waiting.plan == null || !waiting.plan.holder.serves()) {
            return true;
        }
        for (var model : waiting.ticket.models()) {
            for (InstanceState instance : instances.of(model)) {
                if (instance.hasFreeSlot()) {
                    return true;
                }
            }
        }
        return instances.find(waiting.plan.holder.instance()) == null
                || !Eligibility.objection(waiting.ticket, waiting.plan, at).isEmpty();
    }

    private void reconsider(Waiting waiting, Instant at, List<Effect> effects) {
        InstanceState before = waiting.plan;
        waiting.planFor(null, 0, 0);
        Placement placement = Placement.of(waiting.ticket, instances, at);
        if (place(waiting, placement, at, effects)) {
            queue.served(waiting);
        } else if (placement.best() != null) {
            waiting.releaseFromHold(at);
            plan(waiting, placement);
        } else {
            waiting.holdFrom(at);
            if (before != null) {
                effects.add(new Effect.Wait(waiting.ticket.id(), true));
            }
            giveUpHeld(waiting, placement, at, effects);
        }
    }

    private void giveUpHeld(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        Instant since = waiting.heldSince;
        if (!placement.canBecomeEligible() || (since != null && !at.isBefore(since.plus(config.maxHold())))) {
            queue.remove(waiting);
            effects.add(noNode(waiting.ticket, placement, at));
        }
    }

    private void expire(Waiting waiting, Instant at, List<Effect> effects) {
        queue.remove(waiting);
        waiting.planFor(null, 0, 0);
        Placement placement = Placement.of(waiting.ticket, instances, at);
        double wait = placement.best() == null ? 0 : placement.terms().queue();
        Duration retry = Duration.ofMillis((long) (wait * 1000));
        String detail = "no slot became free within the time the request may wait";
        effects.add(refuse(waiting.ticket, Refusal.Reason.DEADLINE_PASSED, retry, detail, placement.decision()));
    }

    private Effect noNode(Ticket ticket, Placement placement, Instant at) {
        Duration retry = instances.all().stream()
                .map(instance -> instance.breaker.opensAt())
                .filter(opens -> opens != null && opens.isAfter(at))
                .map(opens -> Duration.between(at, opens))
                .min(Duration::compareTo)
                .orElse(config.maxHold());
        return refuse(
                ticket,
                Refusal.Reason.NO_ELIGIBLE_NODE,
                retry,
                "no machine can serve the model now",
                placement.decision());
    }

    private static Effect refuse(
            Ticket ticket, Refusal.Reason reason, Duration retry, String detail, Decision decision) {
        Duration after = retry.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : retry;
        return new Effect.Refuse(ticket.id(), new Refusal(reason, after, detail, decision.candidates()));
    }

    private void stop(List<Effect> effects) {
        stopped = true;
        for (Waiting waiting : queue.copy()) {
            queue.remove(waiting);
            waiting.planFor(null, 0, 0);
            effects.add(
                    refuse(waiting.ticket, Refusal.Reason.STOPPING, LEAST_RETRY, "Herd is stopping", Decision.NONE));
        }
    }

    /// While anything waits, the look of [#LOOK_AGAIN] finds deadlines, breakers that half open, and predictions that
    /// turned out too good.
    private @Nullable Instant nextWake(Instant at) {
        return queue.isEmpty() ? null : at.plus(LOOK_AGAIN);
    }
}
