package dev.herd.engine.simulation;

import static dev.herd.engine.simulation.Scenario.Incident.Kind.CRASH;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.HANG;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.MEETING;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.MEMORY;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.NETWORK;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.SLEEP;
import static dev.herd.engine.simulation.Scenario.Incident.Kind.SLOW;
import static dev.herd.engine.simulation.Small.completion;
import static dev.herd.engine.simulation.Small.fleet;
import static dev.herd.engine.simulation.Small.machine;
import static dev.herd.engine.simulation.Small.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static final Offset<Double> EXACTLY = within(1e-6);

    @Test
    void alonePromptAndAnswerTakeTheirTime() {
        assertThat(completion(fleet("a").asks(request(0, 500)).scenario())).isCloseTo(10.1, EXACTLY);
    }

    @Test
    void aSlowMachineTakesLonger() {
        Scenario scenario =
                fleet("a").asks(request(0, 500)).befalls(SLOW, "a", 0, 100).scenario();

        assertThat(completion(scenario)).isCloseTo(20.2, EXACTLY);
    }

    @Test
    void asleepNothingGoesOnAndAShortSleepIsNotNoticed() {
        Scenario scenario =
                fleet("a").asks(request(0, 500)).befalls(SLEEP, "a", 4, 7).scenario();

        assertThat(completion(scenario)).isCloseTo(13.1, EXACTLY);
    }

    @Test
    void aServerThatHangsGoesOnAndNobodyFindsOut() {
        Scenario scenario =
                fleet("a", "b").asks(request(0, 500)).befalls(HANG, "a", 4, 500).scenario();

        assertThat(completion(scenario)).isCloseTo(506.1, EXACTLY);
    }

    @Test
    void aSleepThatIsFoundOutCostsWhatRan() {
        Scenario scenario = fleet("a", "b")
                .asks(request(0, 500))
                .befalls(SLEEP, "a", 4, 500)
                .scenario();

        // Lost at 9 s, then run on the other one.
        assertThat(completion(scenario)).isCloseTo(19.1, EXACTLY);
    }

    @Test
    void aSleeperWakesWithItsModelsLoadedAndACrashedOneWithout() {
        Scenario asleep =
                fleet("a").asks(request(100, 500)).befalls(SLEEP, "a", 10, 50).scenario();
        Scenario crashed =
                fleet("a").asks(request(100, 500)).befalls(CRASH, "a", 10, 50).scenario();

        assertThat(completion(asleep)).isCloseTo(110.1, EXACTLY);
        assertThat(completion(crashed)).as("1 s and 6 GiB at 3 a second").isCloseTo(113.1, EXACTLY);
    }

    @Test
    void cutOffAMachineGoesOnAndItsAnswerComesLate() {
        Scenario scenario =
                fleet("a").asks(request(0, 500)).befalls(NETWORK, "a", 8, 12).scenario();
        Result result = PolicyName.LEAST_CONNECTIONS.run(scenario);

        assertThat(result.makespan()).isCloseTo(12, EXACTLY);
        assertThat(result.urgent().firstToken().mean()).as("it came before").isCloseTo(0.1, EXACTLY);
    }

    @Test
    void whatIsSentToAMachineThatNobodyMissesYetIsLostToo() {
        Scenario scenario = fleet("a", "b")
                .asks(request(2, 500))
                .befalls(NETWORK, "a", 1, 500)
                .scenario();

        assertThat(completion(scenario)).as("found out at 6 s").isCloseTo(16.1, EXACTLY);
    }

    @Test
    void inAMeetingAMachineGetsNothingNewAndWhatRunsDisturbs() {
        Scenario scenario = fleet("a")
                .asks(request(0, 500), request(5, 50))
                .befalls(MEETING, "a", 4, 20)
                .scenario();
        Result result = PolicyName.HERD.run(scenario);

        assertThat(result.violations()).isEmpty();
        assertThat(result.makespan()).isCloseTo(10.1, EXACTLY);
        assertThat(result.disturbedSeconds()).isCloseTo(6.1, EXACTLY);
        assertThat(Objects.requireNonNull(result.classes().get("all")).refused())
                .as("held for ten seconds")
                .isOne();
    }

    @Test
    void whileOthersTakeMemoryNothingMoreIsLoaded() {
        Scenario.Machine bare = machine("a", null);
        Scenario scenario = new Scenario(
                "small",
                "",
                1,
                1000,
                600,
                List.of(bare),
                List.of(new Scenario.Model("m", 6, 8, false, List.of(), List.of(), List.of())),
                fleet("a").asks(request(10, 50)).scenario().workloads(),
                fleet("a").befalls(MEMORY, "a", 5, 100).scenario().incidents(),
                Scenario.Beliefs.RIGHT);

        assertThat(completion(scenario)).as("loaded from 100 s on").isCloseTo(104.1, EXACTLY);
    }

    @Test
    void whatComesAgainComesUntilTheScenarioEnds() {
        var nightly = new Scenario.Incident(SLOW, "a", 0, 10, 0.5, false, 0, 0, 20, 0, 0);
        Scenario scenario = fleet("a")
                .asks(request(0, 50), request(25, 50), request(15, 50))
                .befalls(nightly)
                .scenario();

        Result.Spread times =
                PolicyName.LEAST_CONNECTIONS.run(scenario).urgent().completion();
        assertThat(times.p99()).isCloseTo(2.2, EXACTLY);
        assertThat(times.mean()).as("two of three").isCloseTo((2.2 + 2.2 + 1.1) / 3, EXACTLY);
    }

    @Test
    void byChanceItBeginsAsOftenAsWrittenAndLastsAsLong() {
        var owner = new Scenario.Incident(SLOW, "a", 0, 0, 0.5, false, 0, 0, 0, 6, 600);
        Workload.Request[] requests =
                IntStream.range(0, 2000).mapToObj(i -> request(5 * i, 50)).toArray(Workload.Request[]::new);
        Scenario scenario = fleet("a").asks(requests).befalls(owner).scenario();

        // Begins after 600 s on the average and lasts 600: half of the time each request takes twice as long.
        double mean = PolicyName.LEAST_CONNECTIONS.run(scenario).headline();
        assertThat(mean).isBetween(1.1 * 1.25, 1.1 * 1.75);
        assertThat(PolicyName.LEAST_CONNECTIONS.run(scenario.withSeed(2)).headline())
                .isNotEqualTo(mean);
    }

    @Test
    void workHeatsAMachineAndRestCoolsIt() {
        var heat = new Scenario.Heat(10, 0.5, 20, false);
        Scenario scenario = fleet().with(machine("a", heat))
                .asks(request(0, 695), request(40, 45))
                .scenario();
        Result.Spread times =
                PolicyName.LEAST_CONNECTIONS.run(scenario).urgent().completion();

        // 14 lone seconds: ten at full speed, four at half; cool again ten seconds later.
        assertThat(times.p99()).isCloseTo(18, EXACTLY);
        assertThat(times.mean()).isCloseTo((18 + 1) / 2.0, EXACTLY);
    }
}
