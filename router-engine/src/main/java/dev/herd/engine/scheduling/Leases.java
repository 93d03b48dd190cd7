package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.learning.Bounded;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.learning.Observation;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What runs: grants leases, takes them back, and learns from how they ended.
final class Leases {
    /// So often a ticket makes way for others.
    private static final int MOST_PREEMPTIONS = 2;

    /// What a machine's contention may change by before its other models are asked again: a hundredth of a lone time.
    private static final double SAME_CONTENTION = 0.01;

    /// A slot is kept for a conversation that more likely goes on than not.
    private static final double LIKELY = 0.5;

    private final Instances instances;
    private final Knowledge knowledge;
    private final Scheduler.Order order;
    private final Returns returns = new Returns();
    private final Map<Long, InstanceId> places = new LinkedHashMap<>();
    /// Bounded, since one that has made way may never come back.
    private final Bounded<TicketId, Integer> preemptions = new Bounded<>();
    private final Hedging hedging = new Hedging();
    private long nextLease = 1;

    Leases(Instances instances, Knowledge knowledge, Scheduler.Order order) {
        this.instances = instances;
        this.knowledge = knowledge;
        this.order = order;
    }

    boolean runs(Lease lease) {
        return places.containsKey(lease.number());
    }

    int size() {
        return places.size();
    }

    /// Whether the ticket has not been here before.
    boolean isNew(Ticket ticket) {
        return ticket.attempt() == 0 && !preemptions.containsKey(ticket.id());
    }

    void arrived(Ticket ticket, Instant at) {
        returns.arrived(ticket, at);
    }

    /// Grants when it can start now on the best instance.
    boolean grant(Waiting waiting, Placement placement, Instant at, List<Effect> effects) {
        InstanceState best = placement.best();
        if (best == null || !placement.startsNow()) {
            return false;
        }
        Cost cost = placement.cost();
        waiting.releaseFromHold(at);
        waiting.unplan();
        for (InstanceState victim : cost.plan().victims()) {
            victim.leave(at);
            effects.add(new Effect.Unload(victim.holder));
        }
        Lease lease = new Lease(
                nextLease++,
                waiting.ticket,
                best.holder,
                placement.decision().promising(waiting.promised()),
                best.footprint(waiting.ticket));
        places.put(lease.number(), best.id);
        double load = cost.plan().loadSeconds() + cost.plan().reloadSeconds();
        Running running =
                new Running(lease, load + cost.work, cost.cached, best.machine, waiting.level, yields(waiting));
        running.loadSeconds = load;
        best.start(running, load, at);
        hedging.granted(waiting.ticket.requestClass());
        effects.add(new Effect.Grant(lease, waiting.held(), waiting.queued(at)));
        return true;
    }

    /// Starts a second copy of a request whose first byte is late, where the model is loaded and a slot free; it does
    /// not wait.
    void hedge(Ticket copy, Surroundings around, List<Effect> effects) {
        if (!hedging.mayBegin()) {
            return;
        }
        Waiting waiting = new Waiting(copy, 0, around.at(), Duration.ZERO);
        Placement placement = Placement.of(waiting, around, new Forecast());
        if (placement.best() != null
                && placement.cost().plan().isNothing()
                && grant(waiting, placement, around.at(), effects)) {
            hedging.began();
        }
    }

    private boolean yields(Waiting waiting) {
        Ticket ticket = waiting.ticket;
        return waiting.level == RequestClass.BATCH.rank()
                && preemptions.getOrDefault(ticket.id(), 0) < MOST_PREEMPTIONS;
    }

    /// Takes a slot of an instance to measure it.
    Effect probe(InstanceState instance, Instant at) {
        instance.probedAt = at;
        Ticket ticket = Probe.ticket(nextLease, instance.holder, at);
        Lease lease = new Lease(nextLease++, ticket, instance.holder, Decision.NONE);
        places.put(lease.number(), instance.id);
        double work = Probe.seconds(instance.rates());
        instance.start(
                new Running(
                        lease, work, 0, instance.machine, ticket.requestClass().rank(), true),
                0,
                at);
        return new Effect.Probe(lease);
    }

    /// Makes batch work give way where that helps an urgent ticket, which then waits the moment that takes.
    boolean preempt(Waiting waiting, Placement placement, Surroundings around, List<Effect> effects) {
        List<Running> victims =
                order == Scheduler.Order.FAIR ? Preemption.victims(waiting, placement, around) : List.of();
        for (Running victim : victims) {
            victim.preempted = true;
            waiting.wayMadeOn = machineOf(victim);
            if (!victim.lease.ticket().tenant().equals(Probe.TENANT)) {
                preemptions.merge(victim.lease.ticket().id(), 1, Integer::sum);
            }
            effects.add(new Effect.Preempt(victim.lease));
        }
        return !victims.isEmpty();
    }

    private @Nullable Machine machineOf(Running one) {
        InstanceState instance = instances.find(one.lease.holder().instance());
        return instance == null ? null : instance.machine;
    }

    /// Lets a machine's person have it: tells all who run there what may go on, once.
    void stepBack(Machine machine, Instant at, List<Effect> effects) {
        Allowance.GoesOn goesOn = machine.condition.guard().allowance().goesOn();
        for (Running each : machine.all()) {
            double left = secondsLeft(each, machine);
            if (!each.goesOn.equals(goesOn) && !goesOn.always(left)) {
                if (!each.lease.ticket().tenant().equals(Probe.TENANT)) {
                    preemptions.merge(each.lease.ticket().id(), 1, Integer::sum);
                }
                effects.add(new Effect.StepBack(each.lease, left, goesOn));
            }
            each.goesOn = goesOn;
        }
        freeMemory(machine, at, effects);
    }

    /// What nobody has measured may take long: a machine's person comes before a guess.
    private double secondsLeft(Running one, Machine machine) {
        InstanceState instance = instances.find(one.lease.holder().instance());
        return instance == null || instance.isUnmeasured()
                ? Double.POSITIVE_INFINITY
                : one.remaining(machine) * machine.slowdown(machine.running() - 1.0);
    }

    /// Takes models out of memory that a machine's person needs, where nothing runs on them.
    static void freeMemory(Machine machine, Instant at, List<Effect> effects) {
        if (machine.condition.guard().allowance().keepsModels()) {
            return;
        }
        for (InstanceState each : machine.instances) {
            if (each.resident() != null && each.occupied() == 0) {
                each.leave(at);
                effects.add(new Effect.Unload(each.holder));
            }
        }
    }

    /// Takes a lease back.
    ///
    /// @return where it was; null when it was not known any more
    @Nullable
    InstanceState end(long lease, Outcome outcome, Instant at) {
        InstanceId id = places.remove(lease);
        InstanceState instance = id == null ? null : instances.find(id);
        if (id == null || instance == null) {
            return null;
        }
        Running ended = instances.end(instance, lease, at);
        if (ended != null && !(outcome instanceof Outcome.Preempted)) {
            preemptions.remove(ended.lease.ticket().id());
        }
        switch (outcome) {
            case Outcome.Served served -> {
                instance.served();
                learn(ended, instance, served, at);
                keep(ended, instance, at);
            }
            case Outcome.UpstreamFailed _ -> instance.breaker().failed(at);
            case Outcome.UpstreamBusy(Duration retryAfter) -> instance.busyUntil = at.plus(retryAfter);
            case Outcome.ModelGone _, Outcome.RequestRefused _, Outcome.Abandoned _, Outcome.Preempted _ -> {}
        }
        return instance;
    }

    /// Keeps the slot for the conversation's next turn, where that is worth it.
    private void keep(@Nullable Running ended, InstanceState instance, Instant at) {
        if (ended == null || order != Scheduler.Order.FAIR) {
            return;
        }
        Ticket ticket = ended.lease.ticket();
        returns.ended(ticket, at);
        Returns.Habit habit = returns.habit(ticket);
        double saved =
                ticket.prefix().tokens() / instance.rates(ticket.promptTokens()).prefillTokensPerSecond();
        Machine machine = instance.machine;
        double lost = habit.gapSeconds() * machine.worthOfOneMore();
        if (habit.chance() > LIKELY && habit.chance() * saved > lost) {
            instance.cache.keep(ticket.prefix(), Keep.of(ticket, Moments.onScale(at), habit, saved));
        }
    }

    /// Its client gets something now.
    void began(long lease) {
        InstanceId id = places.get(lease);
        InstanceState instance = id == null ? null : instances.find(id);
        Running running = instance == null ? null : instance.find(lease);
        if (running != null) {
            running.begun = true;
        }
    }

    /// Whether what all models of a machine have in common has changed by more than predictions are good for.
    private static boolean changes(InstanceRates before, InstanceRates after) {
        return before.share() != after.share() || Math.abs(before.contention() - after.contention()) > SAME_CONTENTION;
    }

    private void learn(@Nullable Running ended, InstanceState instance, Outcome.Served served, Instant at) {
        if (ended != null) {
            Machine machine = instance.machine;
            InstanceRates before = instance.rates();
            knowledge.learn(new Observation(
                    ended.lease.ticket(),
                    ended.lease.holder(),
                    served,
                    ended.beside(machine),
                    ended.speed(machine),
                    ended.cachedTokens,
                    at,
                    Expectation.of(ended.lease.decision()).orElse(null)));
            instance.known().forget();
            machine.learned(changes(before, instance.rates()));
            for (InstanceState each : instances.of(instance.holder.model().ref())) {
                each.known().forgetAssumed();
            }
        }
    }
}
