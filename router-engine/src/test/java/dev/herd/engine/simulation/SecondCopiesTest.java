package dev.herd.engine.simulation;

import static dev.herd.engine.simulation.Scenario.Incident.Kind.CRASH;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.HANG;
import static dev.herd.engine.simulation.Small.fleet;
import static dev.herd.engine.simulation.Small.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Requests that are sent again, aside, since their first byte is late: `a` is the faster machine and hangs.
class SecondCopiesTest {
    private static final Offset<Double> EXACTLY = within(1e-6);

    /// A request comes at 2 s, whose answer takes `a` ten seconds and `b` twenty.
    private static Small twoMachines() {
        return fleet("a")
                .with(new Scenario.Machine("b", 16, 1, 500, 25, 0.5, 3, 1, false, Map.of(), null))
                .asks(request(2, 500));
    }

    private static Result run(PolicyName policy, Scenario scenario) {
        Result result = policy.run(scenario);
        assertThat(result.violations()).as(policy.label()).isEmpty();
        assertThat(result.urgent().completed()).isEqualTo(scenario.workloads().size());
        return result;
    }

    @Test
    void theCopyGoesOnWhereItAnswersFirst() {
        Scenario scenario = twoMachines().befalls(HANG, "a", 1, 100).scenario();

        Result once = run(PolicyName.HERD, scenario);
        Result twice = run(PolicyName.HERD_HEDGED, scenario);

        assertThat(once.makespan()).as("nobody finds out").isCloseTo(110.1, EXACTLY);
        assertThat(twice.makespan()).as("late after two seconds").isCloseTo(24.2, EXACTLY);
        assertThat(twice.urgent().firstToken().mean()).isCloseTo(2.2, EXACTLY);
        assertThat(twice.share().get("b")).isEqualTo(1);
    }

    @Test
    void theCopyIsDroppedWhereItAnswersLast() {
        Scenario scenario = twoMachines().befalls(HANG, "a", 1, 4.05).scenario();

        Result twice = run(PolicyName.HERD_HEDGED, scenario);

        assertThat(twice.makespan()).isCloseTo(14.15, EXACTLY);
        assertThat(twice.share().get("a")).isEqualTo(1);
    }

    @Test
    void whatHasBegunIsNotSentTwice() {
        Scenario scenario = twoMachines().befalls(HANG, "a", 2.5, 100).scenario();

        assertThat(run(PolicyName.HERD_HEDGED, scenario).makespan()).isCloseTo(109.6, EXACTLY);
    }

    @Test
    void theOneGoesOnWhenTheOtherIsLost() {
        Scenario firstIsLost = twoMachines()
                .befalls(HANG, "a", 1, 4.01)
                .befalls(CRASH, "a", 4.05, 500)
                .scenario();
        Scenario copyIsLost = twoMachines()
                .befalls(HANG, "a", 1, 50)
                .befalls(CRASH, "b", 4.1, 500)
                .scenario();

        assertThat(run(PolicyName.HERD_HEDGED, firstIsLost).makespan()).isCloseTo(24.2, EXACTLY);
        assertThat(run(PolicyName.HERD_HEDGED, copyIsLost).makespan()).isCloseTo(60.1, EXACTLY);
    }

    @Test
    void nothingIsSentTwiceWhereNothingIsLate() {
        Scenario busy =
                twoMachines().asks(request(3, 500)).asks(request(4, 500)).scenario();

        assertThat(List.of(run(PolicyName.HERD_HEDGED, busy))).containsExactly(run(PolicyName.HERD, busy));
    }
}
