package dev.herd.engine.simulation;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.scheduling.Event;
import dev.herd.engine.scheduling.Probe;
import dev.herd.engine.scheduling.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Herd's own scheduler, the same code that serves, as its shell runs it.
final class PlanPolicy implements Policy {
    private static final Duration HOLD = Duration.ofSeconds(10);

    /// Numbers of the scheduler's own requests begin here.
    private static final long PROBES = 1L << 40;

    private final Simulation simulation;
    private final Scheduler scheduler;
    private final SimulatedFleet fleet;
    private final Map<TicketId, Task> tasks = new HashMap<>();
    private final Map<Task, Run> runs = new HashMap<>();
    private final Map<Lease, Ticket> running = new HashMap<>();
    private final Set<Task> waiting = new LinkedHashSet<>();
    private final Map<NodeId, MachineCondition> conditions = new HashMap<>();
    private final IdleMachines idle;
    private final @Nullable FairShares shares;
    private final SecondCopies copies = new SecondCopies(new Leases());
    private final boolean omniscient;
    private double wakeAt = Double.POSITIVE_INFINITY;

    /// @param hedges whether a second copy of a request is sent when its first byte is late
    PlanPolicy(Simulation simulation, Knowledge knowledge, Scheduler.Order order, boolean hedges) {
        this.simulation = simulation;
        this.fleet = new SimulatedFleet(simulation);
        Duration patience = Duration.ofMillis(Math.round(simulation.scenario().patienceSeconds() * 1000));
        var config = new QueueConfig(patience, HOLD, 0, TenantWeights.EQUAL, hedges);
        scheduler = new Scheduler(config, knowledge, order);
        idle = new IdleMachines(knowledge, simulation.scenario().workloads());
        shares = order == Scheduler.Order.FAIR ? new FairShares() : null;
        omniscient = knowledge instanceof TrueKnowledge;
        tellConditions();
    }

    private void tellConditions() {
        for (SimulatedServer server : simulation.servers()) {
            long bytes = Math.round(server.budgetGib() * (1L << 30));
            // True rates have the speed in them already.
            double speed = omniscient ? 1 : server.toldSpeed();
            var condition = new MachineCondition(bytes, speed, server.machine.personal(), 0, false);
            NodeId node = new NodeId(server.machine.name());
            if (!condition.equals(conditions.put(node, condition))) {
                tell(new Event.ConditionChanged(node, condition, at()));
            }
        }
    }

    private Instant at() {
        return SimulatedFleet.instant(simulation.now());
    }

    @Override
    public void arrived(Task task) {
        Instant arrived = SimulatedFleet.instant(task.arrivedAt);
        Ticket ticket = new Ticket(
                new TicketId("s" + task.number),
                List.of(ModelRef.of(task.model)),
                task.requestClass,
                task.client,
                arrived,
                task.deadlineSeconds > 0 ? SimulatedFleet.instant(task.arrivedAt + task.deadlineSeconds) : null,
                null,
                Set.of(),
                Set.of(),
                task.images,
                0,
                task.promptTokens,
                0,
                task.prefix,
                false,
                0);
        tasks.put(ticket.id(), task);
        waiting.add(task);
        tell(new Event.Arrived(ticket, at()));
    }

    @Override
    public void completed(Job job, SimulatedServer server) {
        copies.completed(job);
        var timings = new Timings(
                nanos(job.loadSeconds + job.promptSeconds + job.decodeSeconds),
                nanos(job.loadSeconds),
                nanos(job.promptSeconds),
                nanos(job.decodeSeconds));
        int written = job.model.embeds() ? 0 : job.task.answerTokens;
        finish(
                job.task,
                new Outcome.Served(
                        new TokenUsage(job.task.promptTokens, 0, written),
                        timings,
                        Duration.ofNanos(nanos(job.firstTokenAt - job.startedAt)),
                        Duration.ofNanos(nanos(simulation.now() - job.startedAt))));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private void finish(Task task, Outcome outcome) {
        Run run = runs.remove(task);
        if (run != null) {
            end(run, outcome);
        }
    }

    private void end(Run run, Outcome outcome) {
        running.remove(run.lease());
        tell(new Event.Finished(run.lease().number(), outcome, at()));
    }

    private final class Leases implements SecondCopies.Runs {
        @Override
        public Run first(Task task) {
            return run(task);
        }

        @Override
        public void take(Task task, Run copy) {
            runs.put(task, copy);
        }

        @Override
        public void end(Run run, Outcome outcome) {
            PlanPolicy.this.end(run, outcome);
        }
    }

    private Run run(Task task) {
        Run run = runs.get(task);
        if (run == null) {
            throw new IllegalStateException("request " + task.number + " does not run");
        }
        return run;
    }

    @Override
    public void lost(Job job, SimulatedServer server) {
        Task task = job.task;
        var reset = new Outcome.UpstreamFailed("reset");
        if (copies.lost(job, reset)) {
            idle.lost(server, simulation.now());
            return;
        }
        Lease lease = run(task).lease();
        finish(task, reset);
        if (task.number < PROBES) {
            waiting.add(task);
            idle.lost(server, simulation.now());
            UpstreamId gone = lease.holder().upstream().id();
            tell(new Event.Arrived(lease.ticket().excluding(gone), at()));
        }
    }

    @Override
    public void fleetChanged() {
        FleetSnapshot changed = fleet.changed();
        if (changed != null) {
            tell(new Event.FleetChanged(changed, at()));
        }
        tellConditions();
        copies.look();
    }

    private void tell(Event event) {
        for (Effect effect : scheduler.on(event)) {
            switch (effect) {
                case Effect.Grant(Lease lease, var _, var _) -> grant(lease);
                case Effect.Refuse(TicketId id, var _) -> refuse(task(id));
                case Effect.Preempt(Lease lease) -> simulation.at(simulation.now(), () -> preempt(lease));
                case Effect.StepBack back -> simulation.at(simulation.now(), () -> preempt(back.lease()));
                case Effect.Unload(Holder holder) ->
                    server(holder).unload(holder.model().name());
                case Effect.Load load -> load(load);
                case Effect.WakeAt(Instant moment) -> wake(SimulatedFleet.seconds(moment));
                case Effect.Probe(Lease lease) -> probe(lease);
                case Effect.Wait _, Effect.Pins _ -> {}
            }
        }
    }

    private Task task(TicketId id) {
        Task task = tasks.get(id);
        if (task == null) {
            throw new IllegalStateException("no task " + id);
        }
        return task;
    }

    private void refuse(Task task) {
        waiting.remove(task);
        simulation.refuse(task);
    }

    private void grant(Lease lease) {
        Task task = task(lease.ticket().id());
        waiting.remove(task);
        Candidate chosen = lease.decision().chosen();
        if (shares != null && task.number < PROBES && chosen != null && chosen.inputs() != null) {
            shares.served(task, loneSeconds(chosen.inputs()));
        }
        running.put(lease, lease.ticket());
        SimulatedServer server = server(lease.holder());
        var run = new Run(lease, server, simulation.send(task, server));
        if (runs.containsKey(task)) {
            copies.begin(task, run);
            return;
        }
        runs.put(task, run);
        scheduler
                .lateAfter(lease)
                .ifPresent(late -> simulation.at(simulation.now() + late.toMillis() / 1000.0, () -> late(task, run)));
    }

    private void late(Task task, Run run) {
        if (run.equals(runs.get(task)) && !run.answers() && !copies.has(task)) {
            Lease lease = run.lease();
            Ticket copy = lease.ticket().second(lease.holder().upstream().id());
            tasks.put(copy.id(), task);
            tell(new Event.Late(copy, at()));
        }
    }

    private void load(Effect.Load load) {
        SimulatedServer server = server(load.holder());
        String model = load.holder().model().name();
        load.first().forEach(victim -> server.unload(victim.model().name()));
        double seconds = server.load(simulation.model(model));
        simulation.at(simulation.now() + Math.max(0, seconds), () -> {
            fleetChanged();
            tell(new Event.LoadEnded(load.load(), server.hasLoaded(model) ? "" : "not loaded", at()));
        });
    }

    private void probe(Lease lease) {
        String model = lease.holder().model().name();
        PrefixChain prompt = PrefixChain.NONE.followedBy(lease.number(), Probe.PROMPT_TOKENS);
        var ask = new Task.Ask(model, Probe.TENANT, RequestClass.BATCH, prompt, Probe.ANSWER_TOKENS, false, 0);
        Task task = new Task(PROBES + lease.number(), ask, simulation.now(), () -> {});
        tasks.put(lease.ticket().id(), task);
        grant(lease);
    }

    private static double loneSeconds(CostInputs inputs) {
        return (inputs.promptTokens() - inputs.cachedTokens()) / inputs.rates().prefillTokensPerSecond()
                + inputs.answerTokens() / inputs.rates().decodeTokensPerSecond();
    }

    private void preempt(Lease lease) {
        Task task = task(lease.ticket().id());
        Run run = runs.get(task);
        if (run == null || !run.lease().equals(lease)) {
            return;
        }
        copies.drop(task);
        run.server().cancel(task);
        finish(task, new Outcome.Preempted());
        if (task.number < PROBES) {
            waiting.add(task);
            tell(new Event.Arrived(lease.ticket(), at()));
        }
    }

    private SimulatedServer server(Holder holder) {
        return simulation.server(holder.node().name());
    }

    private void wake(double moment) {
        if (moment < wakeAt) {
            wakeAt = moment;
            simulation.at(moment, () -> {
                if (wakeAt == moment) {
                    wakeAt = Double.POSITIVE_INFINITY;
                    tell(new Event.Ticked(at()));
                }
            });
        }
    }

    @Override
    public void check(Violations violations) {
        double now = simulation.now();
        for (SimulatedServer server : simulation.servers()) {
            for (Scenario.Model model : simulation.scenario().models()) {
                violations.check(
                        server.inFlight(model.name()) <= server.machine.slots(),
                        "I1: more than the slots of " + server.machine.name(),
                        now);
            }
            violations.check(
                    server.usedGib() < server.machine.memoryGib() + 1e-6,
                    "I9: more than the memory of " + server.machine.name(),
                    now);
        }
        for (Map.Entry<Lease, Ticket> each : running.entrySet()) {
            Holder holder = each.getKey().holder();
            violations.check(each.getValue().models().contains(holder.model().ref()), "I7: another model", now);
        }
        if (shares != null) {
            shares.check(waiting, now, violations);
        }
        if (!waiting.isEmpty() && simulation.servers().stream().anyMatch(server -> idle.isIdle(server, now))) {
            idle.check(scheduler.view(at()), simulation, now, violations);
        }
    }
}
