package dev.herd.engine.scheduling;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides where requests run, and when. Never acts: the same events always give the same effects.
///
/// A ticket binds late: it stays in the one fair queue until a slot is free on the machine where it ends
/// soonest, and is not moved afterwards. For each event the decision goes:
///
/// 1. Find the first of the ticket's models that an eligible instance has; none: hold it, and refuse it when
///    it has been held for `queue.maxHold`.
/// 2. Predict the seconds until its answer ends on each eligible instance, behind the work that comes before
///    it; take the least.
/// 3. A slot is free there: grant. Otherwise queue it, planned for there; a predicted wait beyond what the
///    ticket may wait is refused at once.
/// 4. When anything changes, look at the queue again in its order. After each pass, no ticket is planned for
///    an instance with a free slot.
///
/// Confined to one thread at a time; `Dispatcher` is its shell.
public final class Scheduler {
    /// Bounds the looks at tickets that wait for a faster machine beside a free slot, when a single lease
    /// ends: such a ticket rarely changes its mind. Ticks look at all of them.
    static final int LOOKS_PER_PASS = 2;

    /// The same of tickets whose own plan has a free slot, or none: the first of them takes it, nearly always.
    static final int MUST_LOOKS_PER_PASS = 4;

    /// Far above what a household sends; each entry costs about a kilobyte.
    static final int MOST_WAITING = 10_000;

    /// Ollama's "server busy" passes within seconds.
    public static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

    /// While anything waits, this look finds breakers that half open, and predictions that turned out too
    /// good.
    static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /// What a ticket takes from its tenant's share while nobody knows where it will run.
    private static final double HELD_COST_SECONDS = 10;

    private final QueueConfig config;
    private final Knowledge knowledge;
    private final Instances instances;
    private final Demand demand = new Demand();
    private final FairQueue queue;
    private final Order order;
    private final Leases leases;
    private final Upkeep upkeep = new Upkeep();
    private final Slate slate = new Slate();
    private long nextSequence = 1;

    /// No ticket's patience ends before it.
    private Instant nextEnd = Instant.MAX;

    private boolean stopped;

    /// In which order tickets are served that wait for the same slots.
    public enum Order {
        /// Class, fair shares, and within a tenant's turn arrival less the head start.
        FAIR,
        /// Class, then arrival: to compare with.
        ARRIVAL
    }

    public Scheduler(QueueConfig config, Knowledge knowledge) {
        this(config, knowledge, Order.FAIR);
    }

    public Scheduler(QueueConfig config, Knowledge knowledge, Order order) {
        this.config = config;
        this.knowledge = knowledge;
        this.order = order;
        instances = new Instances(knowledge);
        leases = new Leases(instances, knowledge, order);
        queue = new FairQueue(config.weights()::of, order == Order.FAIR);
    }

    /// Takes one event and says what is to be done, in order.
    public List<Effect> on(Event event) {
        List<Effect> effects = new ArrayList<>(2);
        instances.advance(event.at());
        switch (event) {
            case Event.Arrived(Ticket ticket, Instant at) -> arrive(ticket, at, effects);
            case Event.Abandoned(var ticket, var _) -> abandon(queue.find(ticket));
            case Event.Began(long lease, var _) -> leases.began(lease);
            case Event.Finished(long lease, Outcome outcome, Instant at) -> finish(lease, outcome, at, effects);
            case Event.Blamed(var instance, Instant at) -> blame(instance, at, effects);
            case Event.FleetChanged(var fleet, Instant at) -> {
                instances.update(fleet, at);
                settle(at, effects);
            }
            case Event.ConditionChanged(var node, var condition, Instant at) -> {
                instances.condition(node, condition).ifPresent(machine -> leases.stepBack(machine, at, effects));
                settle(at, effects);
            }
            case Event.Pinned _, Event.Unpinned _, Event.Unwanted _, Event.LoadEnded _ -> {
                upkeep.take(event, instances);
                settle(event.at(), effects);
            }
            case Event.Late(Ticket ticket, Instant at) -> leases.hedge(ticket, around(at), effects);
            case Event.HardwareKnown(var node, var hardware, var _) -> knowledge.assume(node, hardware);
            case Event.Ticked(Instant at) -> pass(at, effects);
            case Event.Stopped _ -> stop(effects);
        }
        if (!stopped) {
            upkeep.look(event, around(event.at()), leases, queue.isEmpty(), effects);
        }
        Instant wake = nextWake(event.at());
        if (wake != null) {
            effects.add(new Effect.WakeAt(wake));
        }
        return effects;
    }

    /// The state now, for those who look.
    public SchedulerView view(Instant at) {
        return instances.seenAt(at, () -> Views.of(instances, queue, leases.size(), knowledge, at));
    }

    /// The windows that models' real use asks for; those of which too little is known are left out.
    public Map<ModelRef, Integer> recommendedWindows(Instant at) {
        return knowledge.recommendedWindows(at);
    }

    /// Why a pin cannot be kept, with the sum for each machine; empty when it can, or when that is not known.
    public String objection(Pin pin) {
        return upkeep.objection(pin, instances);
    }

    /// What would be decided of a ticket that waits, had it to be decided now; null when it does not wait.
    public @Nullable Decision outlook(TicketId ticket, Instant at) {
        return instances.seenAt(at, () -> Views.outlook(queue.find(ticket), queue, around(at)));
    }

    /// Which machines stand ready for a ticket, in the order of the fleet. Grants nothing.
    public List<Ready> ready(Ticket ticket, Instant at) {
        return instances.seenAt(at, () -> Ready.of(ticket, instances, at));
    }

    /// When a lease's first byte is late, counted from its grant; empty when it is not sent twice.
    public Optional<Duration> lateAfter(Lease lease) {
        return config.hedge() ? Hedging.lateAfter(lease) : Optional.empty();
    }

    /// Whether a lease has not ended.
    public boolean runs(Lease lease) {
        return leases.runs(lease);
    }

    /// What was learned, to be kept.
    public Learned learned() {
        return knowledge.learned();
    }

    /// What pins keep is known before anybody else is served.
    private void settle(Instant at, List<Effect> effects) {
        upkeep.settle(around(at));
        pass(at, effects);
    }

    private Surroundings around(Instant at) {
        return new Surroundings(instances, demand, knowledge, at, slate);
    }

    private void arrive(Ticket ticket, Instant at, List<Effect> effects) {
        if (stopped) {
            effects.add(Refusals.stopping(ticket));
            return;
        }
        Surroundings around = around(at);
        Waiting waiting = new Waiting(ticket, nextSequence++, at, config.maxWait());
        if (leases.isNew(ticket)) {
            demand.asked(ticket.models().getFirst(), at);
            leases.arrived(ticket, at);
        }
        waiting.headStart = headStart(waiting, around);
        queue.place(waiting);
        Placement placement = Placement.of(waiting, around, Forecast.before(waiting, queue));
        // Its own deadline may be over before it came; a queue that lets nothing wait still lets run what can run at
        // once.
        Instant deadline = ticket.deadline();
        if (deadline != null && !at.isBefore(deadline)) {
            effects.add(Refusals.outOfTime(ticket, placement));
            return;
        }
        boolean wayIsMade = leases.preempt(waiting, placement, around, effects);
        if (!wayIsMade && leases.grant(waiting, placement, at, effects)) {
            return;
        }
        InstanceState best = placement.best();
        if (best != null) {
            if (!wayIsMade
                    && Refusals.sureWait(best, placement.waitSeconds()) > Moments.seconds(at, waiting.expires())) {
                effects.add(Refusals.tooLong(ticket, placement));
                return;
            }
            waiting.planFor(placement, best);
        } else if (mayBeHeld(waiting, placement, at)) {
            waiting.holdFrom(at);
        } else {
            effects.add(Refusals.noNode(ticket, placement, config.maxHold(), at));
            return;
        }
        enqueue(waiting, placement, effects);
    }

    private double headStart(Waiting waiting, Surroundings around) {
        return order == Order.FAIR ? HeadStart.of(waiting, around) : 0;
    }

    private void enqueue(Waiting waiting, Placement placement, List<Effect> effects) {
        if (queue.size() >= MOST_WAITING) {
            waiting.unplan();
            effects.add(Refusals.queueFull(waiting.ticket, placement));
            return;
        }
        boolean held = waiting.plan == null;
        queue.add(waiting, order == Order.ARRIVAL ? 0 : held ? HELD_COST_SECONDS : placement.cost().work);
        awaitEnd(waiting, waiting.since);
        effects.add(new Effect.Wait(waiting.ticket.id(), held));
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
            instance.breaker().failed(at);
            pass(instance, at, effects);
        }
    }

    private void finish(long lease, Outcome outcome, Instant at, List<Effect> effects) {
        InstanceState instance = leases.end(lease, outcome, at);
        if (instance == null) {
            return;
        }
        upkeep.ended(instance.machine, at);
        Leases.freeMemory(instance.machine, at, effects);
        if (instance.sharers.size() > 1) {
            // Those who wait for the runner under its other names stand in the same queue.
            pass(at, effects);
        } else {
            pass(instance, at, effects);
        }
    }

    /// Looks at the whole queue again, in its order.
    private void pass(Instant at, List<Effect> effects) {
        nextEnd = Instant.MAX;
        Surroundings around = around(at);
        queue.age(at);
        queue.inOrder().forEach(waiting -> queue.headStart(waiting, headStart(waiting, around)));
        Forecast forecast = new Forecast();
        for (Waiting waiting : queue.copy()) {
            if (!at.isBefore(waiting.expires())) {
                expire(waiting, forecast, around, effects);
            } else if (waiting.mustLook(at) || waiting.mayPrefer(instances)) {
                reconsider(waiting, forecast, around, effects);
            } else {
                forecast.take(waiting);
            }
            if (waiting.waits()) {
                awaitEnd(waiting, at);
            }
        }
    }

    /// Looks at those again who want the model of an instance that has changed, or wait for something else than a slot
    /// on its machine.
    private void pass(InstanceState changed, Instant at, List<Effect> effects) {
        if (queue.isEmpty()) {
            return;
        }
        ModelRef model = changed.holder.model().ref();
        Surroundings around = around(at);
        queue.age(at);
        if (order == Order.FAIR) {
            for (Waiting waiting : queue.wanting(model)) {
                queue.headStart(waiting, HeadStart.after(changed, waiting, around));
            }
        }
        Forecast forecast = new Forecast();
        // Apart, so that chats which wait for a load leave an embedder's free slot to those who want it.
        int[] looks = new int[2];
        for (Waiting waiting : queue.concerned(model, changed.machine)) {
            int whose = waiting.ticket.models().contains(model) ? 0 : 1;
            if (!at.isBefore(waiting.expires())) {
                continue;
            }
            boolean mustLook = waiting.mustLook(at);
            int most = mustLook ? MUST_LOOKS_PER_PASS : LOOKS_PER_PASS;
            if (looks[whose] < most && (mustLook || waiting.mayPrefer(instances))) {
                looks[whose]++;
                reconsider(waiting, forecast, around, effects);
            } else {
                forecast.take(waiting);
            }
        }
    }

    private void reconsider(Waiting waiting, Forecast forecast, Surroundings around, List<Effect> effects) {
        Instant at = around.at();
        Placement placement = Placement.of(waiting, around, forecast);
        InstanceState best = placement.best();
        if (best == null) {
            keepHeld(waiting, placement, at, effects);
            return;
        }
        if (placement.waitsForSlot()) {
            forecast.take(best, placement.cost().runSeconds());
        }
        if (leases.grant(waiting, placement, at, effects)) {
            queue.served(waiting, order == Order.ARRIVAL ? 0 : placement.cost().work);
            return;
        }
        if (waiting.heldSince != null) {
            waiting.releaseFromHold(at);
            effects.add(new Effect.Wait(waiting.ticket.id(), false));
        }
        waiting.planFor(placement, best);
    }

    private void keepHeld(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        boolean queued = waiting.heldSince == null;
        waiting.unplan();
        waiting.holdFrom(at);
        if (!mayBeHeld(waiting, placement, at)) {
            takeOut(waiting);
            effects.add(Refusals.noNode(waiting.ticket, placement, config.maxHold(), at));
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

    private void expire(Waiting waiting, Forecast forecast, Surroundings around, List<Effect> effects) {
        takeOut(waiting);
        effects.add(Refusals.outOfTime(waiting.ticket, Placement.of(waiting, around, forecast)));
    }

    private void stop(List<Effect> effects) {
        stopped = true;
        for (Waiting waiting : queue.copy()) {
            takeOut(waiting);
            effects.add(Refusals.stopping(waiting.ticket));
        }
    }

    /// A look soon, and in time for the next ticket whose patience ends; while nobody waits, in time for what
    /// is to be measured.
    private @Nullable Instant nextWake(Instant at) {
        if (queue.isEmpty()) {
            return stopped ? null : upkeep.next(at);
        }
        return Moments.earlier(at.plus(LOOK_AGAIN), nextEnd);
    }

    private void awaitEnd(Waiting waiting, Instant at) {
        Instant end = waiting.heldSince == null
                ? waiting.expires()
                : Moments.earlier(waiting.expires(), holdEnds(waiting, at));
        nextEnd = Moments.earlier(nextEnd, end);
    }
}
