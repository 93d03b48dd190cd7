package dev.herd.engine.simulation;

import static dev.herd.engine.simulation.Small.fleet;
import static dev.herd.engine.simulation.Small.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each invariant is seen broken once.
class InvariantsTest {
    private final Violations violations = new Violations();

    private static Task task(long number, String client, String model) {
        var ask = new Task.Ask(model, client, RequestClass.BATCH, PrefixChain.NONE, 10, false, 0);
        return new Task(number, ask, 0, () -> {});
    }

    /// Sends everything to one machine, whatever its state.
    private static Policy stubborn(Simulation simulation, String machine) {
        return new Policy() {
            @Override
            public void arrived(Task task) {
                simulation.send(task, simulation.server(machine));
            }

            @Override
            public void completed(Job job, SimulatedServer server) {}

            @Override
            public void lost(Job job, SimulatedServer server) {}

            @Override
            public void fleetChanged() {}
        };
    }

    @Test
    void aLeaseInAMeetingBreaksI6() {
        Scenario scenario = fleet("a")
                .asks(request(5, 10))
                .befalls(Scenario.Incident.Kind.MEETING, "a", 1, 9)
                .scenario();

        assertThat(Simulation.run(scenario, simulation -> stubborn(simulation, "a"))
                        .violations())
                .singleElement()
                .asString()
                .startsWith("I6");
    }

    @Test
    void aRequestThatIsLostForGoodBreaksI2() {
        Scenario scenario = fleet("a")
                .asks(request(5, 100))
                .befalls(Scenario.Incident.Kind.CRASH, "a", 6, 9)
                .scenario();

        assertThat(Simulation.run(scenario, simulation -> stubborn(simulation, "a"))
                        .violations())
                .singleElement()
                .asString()
                .startsWith("I2");
    }

    @Test
    void anImageForAServerThatReadsNoneBreaksI8() {
        Scenario seeing = fleet("a", "b").asks(request(5, 10)).scenario();
        Scenario.Model model = seeing.models().getFirst();
        Scenario scenario = new Scenario(
                "images",
                "",
                1,
                100,
                600,
                seeing.machines(),
                List.of(new Scenario.Model("m", 6, 8, false, List.of(), model.loaded(), List.of("b"))),
                List.of(images()),
                List.of(),
                Scenario.Beliefs.RIGHT);
        ScenarioCheck.check(scenario);

        assertThat(Simulation.run(scenario, simulation -> stubborn(simulation, "a"))
                        .violations())
                .first()
                .asString()
                .startsWith("I8");
        for (PolicyName policy : PolicyName.values()) {
            Result result = policy.run(scenario);
            assertThat(result.violations()).as(policy.label()).isEmpty();
            assertThat(result.share().get("b")).as(policy.label()).isEqualTo(1);
        }
    }

    private static Workload images() {
        return new Workload(
                Workload.Kind.BURST,
                "eye",
                1,
                RequestClass.NORMAL,
                Map.of("m", 1.0),
                5,
                0,
                0,
                List.of(),
                3,
                0,
                0,
                -1,
                0,
                0,
                new Scenario.Length(100, 0),
                new Scenario.Length(10, 0),
                true,
                0,
                List.of());
    }

    private List<Task> twoTenants(String model, String other) {
        return List.of(task(1, "greedy", model), task(2, "modest", other));
    }

    /// Two tenants wait for more than a minute; one of them is served ten seconds of work every second.
    private List<String> unfair(String model, String other) {
        FairShares shares = new FairShares();
        List<Task> waiting = twoTenants(model, other);
        for (int second = 0; second <= 61; second++) {
            shares.served(waiting.getFirst(), 10);
            shares.check(waiting, second, violations);
        }
        return violations.found();
    }

    @Test
    void aTenantThatIsPassedOverForAMinuteBreaksI5() {
        assertThat(unfair("m", "m")).singleElement().asString().startsWith("I5: less than its share for modest");
    }

    @Test
    void whoWantsOtherModelsIsNotComparedWith() {
        assertThat(unfair("m", "n")).isEmpty();
    }

    @Test
    void equalSharesKeepI5() {
        FairShares shares = new FairShares();
        List<Task> waiting = twoTenants("m", "m");
        for (int second = 0; second <= 200; second++) {
            shares.served(waiting.get(second % 2), 10);
            shares.check(waiting, second, violations);
        }

        assertThat(violations.found()).isEmpty();
    }

    @Test
    void aTenantThatDidNotWaitAllTheTimeIsNotComparedWith() {
        FairShares shares = new FairShares();
        List<Task> waiting = new ArrayList<>(twoTenants("m", "m"));
        waiting.add(task(3, "other", "m"));
        for (int second = 0; second <= 61; second++) {
            shares.served(waiting.getFirst(), 10);
            shares.served(waiting.get(2), 10);
            shares.check(second == 30 ? List.of(waiting.getFirst(), waiting.get(2)) : waiting, second, violations);
        }

        assertThat(violations.found()).isEmpty();
    }
}
