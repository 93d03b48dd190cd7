package dev.herd.engine.simulation;

import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Hardware;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.scheduling.Scheduler;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/// The policies that a scenario can be run under.
public enum PolicyName {
    /// Herd's own.
    HERD,
    /// The same with second copies of late requests.
    HERD_HEDGED,
    /// Herd's planning in the order of class and arrival, with true rates, and lengths that nobody can know.
    CLAIRVOYANT_FAIR,
    RANDOM,
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    WARM_FIRST,
    POINTS,
    PENDING_PRESSURE,
    GREEDY,
    FASTEST_ALONE;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<PolicyName> parse(String label) {
        for (PolicyName each : values()) {
            if (each.label().equals(label)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Runs the scenario under it.
    public Result run(Scenario scenario) {
        return Simulation.run(scenario, this::policy);
    }

    private Policy policy(Simulation simulation) {
        return switch (this) {
            case HERD -> new PlanPolicy(simulation, beliefs(simulation), Scheduler.Order.FAIR, false);
            case HERD_HEDGED -> new PlanPolicy(simulation, beliefs(simulation), Scheduler.Order.FAIR, true);
            case CLAIRVOYANT_FAIR ->
                new PlanPolicy(simulation, new TrueKnowledge(simulation), Scheduler.Order.ARRIVAL, false);
            case RANDOM ->
                new PlacingPolicy(
                        simulation, Choosers.random(simulation.scenario().seed()));
            case ROUND_ROBIN -> new PlacingPolicy(simulation, Choosers.roundRobin());
            case LEAST_CONNECTIONS -> new PlacingPolicy(simulation, Choosers.leastConnections());
            case WARM_FIRST -> new PlacingPolicy(simulation, Choosers.warmFirst());
            case POINTS -> PlacingPolicy.points(simulation);
            case PENDING_PRESSURE -> new PlacingPolicy(simulation, Choosers.pendingAndPressure());
            case GREEDY -> new GreedyPolicy(simulation);
            case FASTEST_ALONE -> new PlacingPolicy(simulation, Choosers.fastestAlone(simulation));
        };
    }

    /// What Herd believes at first.
    private static RateBook beliefs(Simulation simulation) {
        var book = new RateBook();
        Scenario.Beliefs beliefs = simulation.scenario().beliefs();
        var chance = new SplittableRandom(simulation.scenario().seed() ^ 0x5DEECE66DL);
        for (Scenario.Machine machine : simulation.scenario().machines()) {
            double error = Math.exp(beliefs.sigma() * chance.nextGaussian());
            if (beliefs.known()) {
                double bytes = Scenario.REFERENCE_BILLIONS * SimulatedFleet.BYTES_PER_BILLION * error;
                book.assume(
                        new NodeId(machine.name()), new Hardware(machine.decode() * bytes, machine.prefill() * bytes));
            }
        }
        return book;
    }
}
