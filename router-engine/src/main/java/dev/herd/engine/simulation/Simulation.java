package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Function;

/// One run of a scenario under one policy. A virtual clock goes from one happening to the next; nothing is
/// measured.
final class Simulation implements Traffic.World {
    /// A run that takes longer than that many times its traffic will not end.
    private static final double LONGEST = 100;

    private static final double LEAST_LONGEST_SECONDS = 100_000;

    /// Some minutes of computing.
    static final long MOST_STEPS = 10_000_000;

    private final Scenario scenario;
    private final Map<String, Scenario.Model> models = new LinkedHashMap<>();
    private final List<SimulatedServer> servers = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Violations violations = new Violations();
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparingDouble(Due::at).thenComparingLong(Due::number));
    private final Policy policy;
    private double now;
    private long nextDue;
    private long steps;

    private record Due(double at, long number, Runnable what) {}

    private Simulation(Scenario scenario, Function<Simulation, Policy> policy) {
        this.scenario = scenario;
        scenario.models().forEach(model -> models.put(model.name(), model));
        scenario.machines().forEach(machine -> servers.add(new SimulatedServer(machine, scenario.models())));
        this.policy = policy.apply(this);
    }

    /// @param policy made for this run
    /// @throws EndlessException when it does not end
    static Result run(Scenario scenario, Function<Simulation, Policy> policy) {
        Simulation simulation = new Simulation(scenario, policy);
        simulation.play();
        return Result.of(scenario, simulation.tasks, simulation.servers, simulation.violations);
    }

    private void play() {
        var chance = new SplittableRandom(scenario.seed());
        for (Workload load : scenario.workloads()) {
            new Traffic(load, chance.split(), this, scenario.seconds()).begin();
        }
        new Incidents(this).begin();
        double longest = Math.max(LEAST_LONGEST_SECONDS, LONGEST * scenario.seconds());
        policy.fleetChanged();
        while (step(longest)) {
            policy.check(violations);
        }
        for (Task task : tasks) {
            violations.check(task.fate != Task.Fate.OPEN, "I2: request " + task.number + " has no end", now);
        }
        for (SimulatedServer server : servers) {
            violations.check(server.inFlight() == 0, "I3: work is left on " + server.machine.name(), now);
        }
    }

    private boolean step(double longest) {
        double next =
                agenda.isEmpty() ? Double.POSITIVE_INFINITY : agenda.peek().at();
        for (SimulatedServer server : servers) {
            next = Math.min(next, server.nextEvent());
        }
        if (next == Double.POSITIVE_INFINITY) {
            return false;
        }
        steps++;
        if (next > longest || steps > MOST_STEPS) {
            throw new EndlessException(scenario.name(), next, open());
        }
        now = Math.max(now, next);
        for (SimulatedServer server : servers) {
            for (Job job : server.advance(now)) {
                complete(job, server);
            }
        }
        while (!agenda.isEmpty() && agenda.peek().at() <= now) {
            agenda.remove().what().run();
        }
        policy.fleetChanged();
        return true;
    }

    private void complete(Job job, SimulatedServer server) {
        Task task = job.task;
        task.firstTokenAt = job.firstTokenAt;
        task.machine = server.machine.name();
        task.end(Task.Fate.COMPLETED, now);
        policy.completed(job, server);
        task.afterwards.run();
    }

    private long open() {
        return tasks.stream().filter(task -> task.fate == Task.Fate.OPEN).count();
    }

    /// Tells the policy.
    void fleetChanged() {
        policy.fleetChanged();
    }

    /// The router finds out that a machine is away.
    void missed(SimulatedServer server) {
        List<Job> lost = server.miss();
        policy.fleetChanged();
        lost.forEach(job -> policy.lost(job, server));
    }

    void isBack(SimulatedServer server) {
        server.back().forEach(job -> complete(job, server));
        policy.fleetChanged();
    }

    @Override
    public double now() {
        return now;
    }

    @Override
    public void at(double moment, Runnable what) {
        agenda.add(new Due(Math.max(now, moment), nextDue++, what));
    }

    @Override
    public void ask(Task.Ask ask, Runnable afterwards) {
        Task task = new Task(tasks.size(), ask, now, afterwards);
        tasks.add(task);
        policy.arrived(task);
    }

    Scenario scenario() {
        return scenario;
    }

    List<SimulatedServer> servers() {
        return servers;
    }

    SimulatedServer server(String name) {
        return servers.stream()
                .filter(each -> each.machine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no machine " + name));
    }

    Task task(int number) {
        return tasks.get(number);
    }

    Scenario.Model model(String name) {
        Scenario.Model model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("no model " + name);
        }
        return model;
    }

    /// Sends a task to a server.
    Job send(Task task, SimulatedServer server) {
        Job job = new Job(task, model(task.model));
        task.attempts++;
        violations.check(
                !server.circumstances.meeting(), "I6: a request in a meeting at " + server.machine.name(), now);
        violations.check(
                job.model.suits(server.machine, task.images), "I8: cannot be served by " + server.machine.name(), now);
        server.submit(job);
        return job;
    }

    /// Turns a task away; its sender goes on.
    void refuse(Task task) {
        task.end(Task.Fate.REFUSED, now);
        at(now, task.afterwards);
    }
}
