package dev.herd.engine.scheduling;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.InstanceRates;
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
/// 2. Predict the seconds until its answer ends on each eligible instance, behind the work that comes before it; take
///   the least.
/// 3. A slot is free there: grant. Otherwise queue it, planned for there; a predicted wait beyond what the ticket may
///    wait is refused at once.
/// 4. When anything changes, look at the queue again in its order. After each pass, no ticket is planned for an
///    instance with a free slot.
///
/// Confined to one thread at a time; `Dispatcher` is its shell.
public final class Scheduler {
    /// Bounds the looks at tickets that wait for a faster machine beside a free slot, when a single lease ends: such a
    /// ticket rarely changes its mind. Ticks look at all of them.
    static final int LOOKS_PER_PASS = 64;

    /// Far above what a household sends; each entry costs about a kilobyte.
    static final int MOST_WAITING = 10_000;

    /// Ollama's "server busy" passes within seconds.
    static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

    static final Duration LEAST_RETRY = Duration.ofSeconds(1);

    /// While anything waits, this look finds breakers that half open, and predictions that turned out too good.
    static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /// Of the work ahead, this much counts for a refusal while nobody has measured the machine: a fast one is done in
    /// that time, and an assumption alone turns nobody away.
    private static final double SURE_SHARE = 0.25;

    private final QueueConfig config;
    private final Instances instances = new Instances();
    private final FairQueue queue = new FairQueue();
    private final Map<Long, InstanceId> leases = new LinkedHashMap<>();
    private long nextLease = 1;
    private long nextSequence = 1;

    /// No ticket's patience ends before it.
    private Instant nextEnd = Instant.MAX;

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
            case Event.Blamed(var instance, Instant at) -> blame(instance, at, effects);
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
        Instant deadline = ticket.deadline();
        Waiting waiting = new Waiting(ticket, nextSequence++, at, config.maxWait());
        queue.place(waiting);
        Placement placement = Placement.of(ticket, instances, Forecast.before(waiting, queue, at), at);
        // Its own deadline may be over before it came; a queue that lets nothing wait still lets run what can run at
        // once.
        if (deadline != null && !at.isBefore(deadline)) {
            effects.add(outOfTime(ticket, placement));
            return;
        }
        if (grant(waiting, placement, at, effects)) {
            return;
        }
        InstanceState best = placement.best();
        if (best != null) {
            if (sureWait(best, placement.queueSeconds(), at) > seconds(at, waiting.expires())) {
                effects.add(tooLong(ticket, placement));
                return;
            }
            waiting.planFor(best, placement.terms().service());
        } else if (mayBeHeld(waiting, placement, at)) {
            waiting.holdFrom(at);
        } else {
            effects.add(noNode(ticket, placement, at));
            return;
        }
        enqueue(waiting, placement, effects);
    }

    private void enqueue(Waiting waiting, Placement placement, List<Effect> effects) {
        if (queue.size() >= MOST_WAITING) {
            waiting.unplan();
            effects.add(refuse(
                    waiting.ticket,
                    Refusal.Reason.QUEUE_TOO_LONG,
                    duration(placement.queueSeconds()),
                    "the queue is full",
                    placement.decision()));
            return;
        }
        boolean held = waiting.plan == null;
        queue.add(waiting, held ? CostModel.service(waiting.ticket, InstanceRates.PRIOR) : waiting.plannedSeconds);
        awaitEnd(waiting, waiting.since);
        effects.add(new Effect.Wait(waiting.ticket.id(), held));
    }

    /// Grants when the best instance has a free slot.
    private boolean grant(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        InstanceState best = placement.best();
        if (best == null || !best.hasFreeSlot()) {
            return false;
        }
        waiting.releaseFromHold(at);
        waiting.unplan();
        Lease lease = new Lease(nextLease++, waiting.ticket, best.holder, placement.decision());
        leases.put(lease.number(), best.holder.instance());
        best.start(lease, at, placement.terms().load() + placement.terms().service());
        effects.add(new Effect.Grant(lease, waiting.held(), waiting.queued(at)));
        return true;
    }

    /// The wait that a refusal may rest on: as predicted where the machine was measured; otherwise until the first slot
    /// is free, and a share of the rest.
    private static double sureWait(InstanceState best, double wait, Instant at) {
        if (best.rates.samples() > 0) {
            return wait;
        }
        double first = best.slotTimes(at).soonest();
        return first + SURE_SHARE * Math.max(0, wait - first);
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1e3;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }

    private static Effect tooLong(Ticket ticket, Placement placement) {
        double wait = placement.queueSeconds();
        String detail =
                "the predicted wait of %d s is longer than the request may wait".formatted((long) Math.ceil(wait));
        return refuse(ticket, Refusal.Reason.QUEUE_TOO_LONG, duration(wait), detail, placement.decision());
    }

    private void abandon(@Nullable Waiting waiting) {
        if (waiting != null) {
            takeOut(waiting);
        }
    }

    private void takeOut(Waiting waiting) {
        waiting.unplan();
        waiting.heldSince = null;
        queue.remove(waiting);
    }

    private void blame(InstanceId id, Instant at, List<Effect> effects) {
        InstanceState instance = instances.find(id);
        if (instance != null) {
            instance.breaker.failed(at);
            pass(id.model(), at, effects);
        }
    }

    private void finish(long lease, Outcome outcome, Instant at, List<Effect> effects) {
        InstanceId id = leases.remove(lease);
        InstanceState instance = id == null ? null : instances.find(id);
        if (id == null || instance == null) {
            return;
        }
        instances.end(instance, lease);
        switch (outcome) {
            case Outcome.Served _ -> instance.breaker.served();
            case Outcome.UpstreamFailed _ -> instance.breaker.failed(at);
            case Outcome.UpstreamBusy(Duration retryAfter) -> instance.busyUntil = at.plus(retryAfter);
            case Outcome.ModelGone _, Outcome.RequestRefused _, Outcome.Abandoned _ -> {}
        }
        if (instance.sharers.size() > 1) {
            // Those who wait for the runner under its other names stand in the same queue.
            pass(at, effects);
        } else {
            pass(id.model(), at, effects);
        }
    }

    /// Looks at the whole queue again, in its order.
    private void pass(Instant at, List<Effect> effects) {
        nextEnd = Instant.MAX;
        queue.age(at);
        Forecast forecast = new Forecast(at);
        for (Waiting waiting : queue.copy()) {
            if (!at.isBefore(waiting.expires())) {
                expire(waiting, forecast, at, effects);
            } else if (mustLook(waiting, at) || mayPrefer(waiting)) {
                reconsider(waiting, forecast, at, effects);
            } else {
                forecast.take(waiting);
            }
            if (waiting.waits()) {
                awaitEnd(waiting, at);
            }
        }
    }

    /// Looks at those again who want a model whose instances have changed.
    private void pass(ModelRef model, Instant at, List<Effect> effects) {
        if (!queue.wants(model)) {
            return;
        }
        queue.age(at);
        Forecast forecast = new Forecast(at);
        int looks = 0;
        for (Waiting waiting : queue.copy()) {
            if (!waiting.ticket.models().contains(model) || !at.isBefore(waiting.expires())) {
                continue;
            }
            if (mustLook(waiting, at)) {
                reconsider(waiting, forecast, at, effects);
            } else if (looks < LOOKS_PER_PASS && mayPrefer(waiting)) {
                looks++;
                reconsider(waiting, forecast, at, effects);
            } else {
                forecast.take(waiting);
            }
        }
    }

    /// Whether a ticket's plan does not hold any more, or can be carried out.
    private static boolean mustLook(Waiting waiting, Instant at) {
        InstanceState plan = waiting.plan;
        return plan == null
                || plan.hasFreeSlot()
                || !plan.listed
                || !Eligibility.objection(waiting.ticket, plan, at).isEmpty();
    }

    /// Whether there is a free slot that a queued ticket could want more than the one it waits for.
    private boolean mayPrefer(Waiting waiting) {
        InstanceState plan = waiting.plan;
        for (var model : waiting.ticket.models()) {
            for (InstanceState instance : instances.of(model)) {
                if (instance.hasFreeSlot() && Eligibility.suits(waiting.ticket, instance)) {
                    return true;
                }
            }
            if (plan != null && plan.holder.model().ref().equals(model)) {
                return false;
            }
        }
        return false;
    }

    private void reconsider(Waiting waiting, Forecast forecast, Instant at, List<Effect> effects) {
        Placement placement = Placement.of(waiting.ticket, instances, forecast, at);
        InstanceState best = placement.best();
        if (best == null) {
            keepHeld(waiting, placement, at, effects);
            return;
        }
        forecast.take(best, placement.terms().load() + placement.terms().service());
        if (grant(waiting, placement, at, effects)) {
            queue.served(waiting);
            return;
        }
        if (waiting.heldSince != null) {
            waiting.releaseFromHold(at);
            effects.add(new Effect.Wait(waiting.ticket.id(), false));
        }
        waiting.planFor(best, placement.terms().service());
    }

    private void keepHeld(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        boolean queued = waiting.heldSince == null;
        waiting.unplan();
        waiting.holdFrom(at);
        if (!mayBeHeld(waiting, placement, at)) {
            takeOut(waiting);
            effects.add(noNode(waiting.ticket, placement, at));
        } else if (queued) {
            effects.add(new Effect.Wait(waiting.ticket.id(), true));
        }
    }

    private boolean mayBeHeld(Waiting waiting, Placement placement, Instant at) {
        return placement.canBecomeEligible() && at.isBefore(holdEnds(waiting, at));
    }

    private Instant holdEnds(Waiting waiting, Instant at) {
        Instant since = waiting.heldSince;
        return (since == null ? at : since).plus(config.maxHold());
    }

    private void expire(Waiting waiting, Forecast forecast, Instant at, List<Effect> effects) {
        takeOut(waiting);
        effects.add(outOfTime(waiting.ticket, Placement.of(waiting.ticket, instances, forecast, at)));
    }

    private static Effect outOfTime(Ticket ticket, Placement placement) {
        String detail = "no slot became free within the time the request may wait";
        return refuse(
                ticket,
                Refusal.Reason.DEADLINE_PASSED,
                duration(placement.queueSeconds()),
                detail,
                placement.decision());
    }

    private Effect noNode(Ticket ticket, Placement placement, Instant at) {
        Duration retry = placement
                .eligibleAt(at)
                .map(moment -> Duration.between(at, moment))
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
            takeOut(waiting);
            effects.add(
                    refuse(waiting.ticket, Refusal.Reason.STOPPING, LEAST_RETRY, "Herd is stopping", Decision.NONE));
        }
    }

    /// A look soon, and in time for the next ticket whose patience ends.
    private @Nullable Instant nextWake(Instant at) {
        return queue.isEmpty() ? null : earlier(at.plus(LOOK_AGAIN), nextEnd);
    }

    private void awaitEnd(Waiting waiting, Instant at) {
        Instant end = waiting.heldSince == null ? waiting.expires() : earlier(waiting.expires(), holdEnds(waiting, at));
        nextEnd = earlier(nextEnd, end);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
