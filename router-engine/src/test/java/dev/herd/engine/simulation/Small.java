package dev.herd.engine.simulation;

import dev.herd.engine.placement.RequestClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small scenarios for tests: machines of 1,000 and 50 tokens a second, one model that all have loaded.
final class Small {
    private final List<Scenario.Machine> machines = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Scenario.Incident> incidents = new ArrayList<>();
    private double patience = 600;

    static Small fleet(String... names) {
        Small small = new Small();
        for (String name : names) {
            small.machines.add(machine(name, null));
        }
        return small;
    }

    static Scenario.Machine machine(String name, Scenario.@Nullable Heat heat) {
        return new Scenario.Machine(name, 16, 1, 1000, 50, 0.5, 3, 1, false, Map.of(), heat);
    }

    Small with(Scenario.Machine machine) {
        machines.add(machine);
        return this;
    }

    Small patience(double seconds) {
        patience = seconds;
        return this;
    }

    /// A request of `answer` tokens, which take a fiftieth of a second each; the prompt takes a tenth of one.
    static Workload.Request request(double at, int answer) {
        return new Workload.Request(at, "m", "somebody", 100, answer, "");
    }

    Small asks(Workload.Request... requests) {
        workloads.add(Workload.list(RequestClass.INTERACTIVE, List.of("m"), List.of(requests)));
        return this;
    }

    Small asks(Workload load) {
        workloads.add(load);
        return this;
    }

    Small befalls(Scenario.Incident.Kind kind, String machine, double from, double until) {
        incidents.add(new Scenario.Incident(kind, machine, from, until, 0.5, false, 5, 12, 0, 0, 0));
        return this;
    }

    Small befalls(Scenario.Incident incident) {
        incidents.add(incident);
        return this;
    }

    Scenario scenario() {
        List<String> names = machines.stream().map(Scenario.Machine::name).toList();
        return new Scenario(
                "small",
                "",
                1,
                10_000,
                patience,
                machines,
                List.of(new Scenario.Model("m", 6, 8, false, List.of(), names, List.of())),
                workloads,
                incidents,
                Scenario.Beliefs.RIGHT);
    }

    /// When the first answer is whole.
    static double completion(Scenario scenario) {
        return PolicyName.LEAST_CONNECTIONS.run(scenario).makespan();
    }
}
