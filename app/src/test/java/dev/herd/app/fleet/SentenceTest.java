package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.NodeState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SentenceTest {
    private static String of(Fleets fleets) {
        return Sentence.text(Sentence.of(Moment.of(fleets.now())));
    }

    private static SampleMachine machine(String name) {
        return SampleMachine.named(name).holds("llama3.1:8b", 9, 16_384, 2);
    }

    private static SampleMachine down(String name) {
        return machine(name).is(NodeState.DOWN, "cannot connect: Connection refused", null);
    }

    @Test
    void tellsTheWorkFirstAndThenWhoStepsBack() {
        assertThat(of(Fleets.four()))
                .isEqualTo("Serving 3 requests on 2 machines; 1 waits. MacBook Pro steps back for a meeting.");
    }

    @Test
    void namesTheOneMachineThatServes() {
        var mini = machine("Mini");

        assertThat(of(new Fleets().machine(mini).load(mini.instance("llama3.1:8b"), 1, 0, 0)))
                .isEqualTo("Serving 1 request on Mini.");
    }

    @Test
    void saysThatNothingIsToBeDone() {
        assertThat(of(new Fleets().machine(machine("Mini")))).isEqualTo("Mini is ready, nothing to do.");
        assertThat(of(new Fleets().machine(machine("Mini")).machine(machine("Tower"))))
                .isEqualTo("2 machines are ready, nothing to do.");
    }

    @Test
    void countsTheReadyAmongAll() {
        assertThat(of(new Fleets().machine(machine("A")).machine(machine("B")).machine(down("C"))))
                .isEqualTo("2 of 3 machines are ready, nothing to do. C cannot be reached.");
    }

    @Test
    void saysThatRequestsWaitForAMachine() {
        var paused = machine("Mini").is(NodeState.PAUSED, "paused by a person", null);

        assertThat(of(new Fleets().machine(paused).load(paused.instance("llama3.1:8b"), 0, 2, 0)))
                .isEqualTo("2 requests wait for a machine. Mini is paused.");
    }

    @Test
    void saysHowLongAPauseStillLasts() {
        var paused = machine("Mini").is(NodeState.PAUSED, "paused by a person", Duration.ofMinutes(42));

        assertThat(of(new Fleets().machine(machine("Tower")).machine(paused)))
                .isEqualTo("Tower is ready, nothing to do. Mini is paused for another 42 min.");
    }

    @Test
    void saysOfAPausedFleetThatItRefuses() {
        var paused = machine("Mini").is(NodeState.PAUSED, "paused by a person", null);
        var other = machine("Tower").is(NodeState.PAUSED, "paused by a person", null);

        assertThat(of(new Fleets().machine(paused)))
                .isEqualTo("Mini is paused. New requests are refused until one resumes.");
        assertThat(of(new Fleets().machine(paused).machine(other)))
                .isEqualTo("Both machines are paused. New requests are refused until one resumes.");
    }

    @Test
    void saysThatNoMachineCanBeReached() {
        assertThat(of(new Fleets().machine(down("A")).machine(down("B")).machine(down("C"))))
                .isEqualTo("None of 3 machines can be reached.");
        assertThat(of(new Fleets().machine(down("A")).machine(down("B")))).isEqualTo("Neither machine can be reached.");
        assertThat(of(new Fleets().machine(down("Mini")))).isEqualTo("Mini cannot be reached.");
    }

    @Test
    void namesTwoAndCountsMore() {
        var fleet = new Fleets().machine(machine("Mini")).machine(down("A")).machine(down("B"));

        assertThat(of(fleet)).endsWith("A and B cannot be reached.");
        assertThat(of(fleet.machine(down("C")))).endsWith("3 machines cannot be reached.");
    }

    @Test
    void tellsFaultsBeforeWhatIsMeantToBeSo() {
        var fleet = new Fleets()
                .machine(machine("A").is(NodeState.DRAINING, "draining", null))
                .machine(machine("B").is(NodeState.WEDGED, "accepts connections and does not answer", null))
                .machine(machine("C").is(NodeState.OVERLOADED, "says that it is full", null))
                .machine(machine("D").is(NodeState.STARTING, "says that it is loading", null));

        assertThat(of(fleet))
                .isEqualTo("No machine can serve now. B accepts connections and does not answer."
                        + " C says that it is full. D is starting. A is drained.");
    }

    @Test
    void countsWhatADrainingMachineHasLeft() {
        var draining = machine("Mini").is(NodeState.DRAINING, "draining", null);

        assertThat(of(new Fleets().machine(draining).load(draining.instance("llama3.1:8b"), 2, 0, 0)))
                .isEqualTo("Serving 2 requests on Mini. Mini drains, 2 requests left.");
    }

    @Test
    void saysOfADemoThatItIsOne() {
        assertThat(of(new Fleets().simulated().machine(machine("demo-mini"))))
                .isEqualTo("Demo: all machines are simulated. demo-mini is ready, nothing to do.");
    }

    @Test
    void saysThatThereIsNothingYet() {
        assertThat(Sentence.text(Sentence.of(Moment.of(Fleets.empty()))))
                .isEqualTo("No model server has been found yet.");
        assertThat(of(new Fleets().state(EngineState.STARTING))).isEqualTo("Looking for model servers.");
    }

    @Test
    void looksForKnownMachinesRightAfterAStart() {
        assertThat(of(new Fleets().state(EngineState.STARTING).machine(down("Mini"))))
                .isEqualTo("Mini is being looked for.");
    }

    @Test
    void saysWhatStillRunsWhileItStops() {
        var mini = machine("Mini");

        assertThat(of(new Fleets()
                        .state(EngineState.STOPPING)
                        .machine(mini)
                        .load(mini.instance("llama3.1:8b"), 1, 0, 0)))
                .isEqualTo("Stopping: nothing new is taken, 1 request still runs.");
    }

    @Test
    void stressesNumbersAndNames() {
        assertThat(Sentence.of(Moment.of(Fleets.four().now())))
                .filteredOn(Phrase::strong)
                .extracting(Phrase::text)
                .containsExactly("3 requests", "1", "MacBook Pro");
    }
}
