package dev.herd.app.queues;

import static dev.herd.app.queues.QueueMoments.QWEN;
import static dev.herd.app.testing.Requests.barred;
import static dev.herd.app.testing.Requests.candidate;
import static dev.herd.app.testing.Requests.cost;
import static dev.herd.app.testing.Requests.decision;
import static dev.herd.app.testing.Requests.instance;
import static dev.herd.app.testing.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Situation;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// What would have changed it, as the inspector says it.
class ChangeTest {
    private static Story story(Decision decision) {
        return Story.of(request("r-1").because(decision).trace(), QueueMoments.busy(), ZoneOffset.UTC);
    }

    private static String change(Decision decision) {
        return story(decision).change().orElse("");
    }

    @Test
    void anotherMachineWouldHaveWonWithTheModelLoaded() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 17.6, 0)), candidate("Tower", QWEN, cost(0, 17.5, 6.2)))))
                .isEqualTo("Tower, if qwen3-coder:30b were loaded there (−6.2 s)");
    }

    @Test
    void ofSeveralChangesTheSmallestIsTold() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 20, 0)),
                        candidate("Tower", QWEN, cost(0, 15, 9)),
                        candidate("Mini", QWEN, cost(5.5, 15, 0)))))
                .isEqualTo("Mini, if a slot were free there (−5.5 s)");
    }

    @Test
    void ofOneMachinesTermsTheSmallestThatIsEnoughIsTold() {
        assertThat(change(
                        decision(candidate("Studio", QWEN, cost(0, 20, 0)), candidate("Tower", QWEN, cost(4, 15, 9)))))
                .isEqualTo("Tower, if qwen3-coder:30b were loaded there (−9.0 s)");
    }

    @Test
    void oneChangeIsSmallerThanTwoWhateverTheirSeconds() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)),
                        candidate("Mini", QWEN, cost(2, 9, 2)),
                        candidate("Tower", QWEN, cost(0, 9, 30)))))
                .isEqualTo("Tower, if qwen3-coder:30b were loaded there (−30.0 s)");
    }

    @Test
    void twoChangesTogetherAreToldWhereNeitherIsEnough() {
        assertThat(change(decision(candidate("Studio", QWEN, cost(0, 10, 0)), candidate("Mini", QWEN, cost(2, 9, 2)))))
                .isEqualTo("Mini, if qwen3-coder:30b were loaded there and a slot were free there (−4.0 s)");
    }

    @Test
    void everySignalHasItsWords() {
        var chosen = candidate("Studio", QWEN, cost(0, 10, 0));

        assertThat(change(decision(chosen, candidate("A", QWEN, new CostTerms(0, 9, 0, 3, 0, 0, 0)))))
                .isEqualTo("A, if it were not slowed by heat (−3.0 s)");
        assertThat(change(decision(chosen, candidate("A", QWEN, new CostTerms(0, 9, 0, 0, 0, 3, 0)))))
                .isEqualTo("A, if its person were away (−3.0 s)");
        assertThat(change(decision(chosen, candidate("A", QWEN, new CostTerms(0, 9, 0, 0, 0, 0, 3)))))
                .isEqualTo("A, if its window were large enough (−3.0 s)");
    }

    @Test
    void whatACacheSavesCountsForBoth() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, new CostTerms(0, 10, 0, 0, -6, 0, 0)),
                        candidate("Tower", QWEN, cost(0, 9, 3)))))
                .isEqualTo("Tower, if it read and wrote 9.1 times as fast");
    }

    @Test
    void aChangeThatOnlyMakesCostsEqualIsNotEnough() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 17.6, 0)), candidate("Tower", QWEN, cost(0, 17.7, 6.2)))))
                .isEqualTo("Tower, if it read and wrote 1.6 times as fast");
    }

    @Test
    void aMachineThatIsSlowerAtTheWorkItselfWouldHaveToBeFaster() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)),
                        candidate("Mini", QWEN, cost(0, 30, 2)),
                        candidate("Tower", QWEN, cost(0, 20, 5)))))
                .isEqualTo("Mini, if it read and wrote 3.8 times as fast");
    }

    @Test
    void aMachineThatWasCheaperAlreadyWasOnlyBusier() {
        Candidate busy = new Candidate(
                new NodeId("Tower"),
                "Tower",
                instance("Tower", QWEN),
                Objection.NONE,
                cost(0, 10, 0),
                null,
                new Situation(false, 1, 2, 0, 0));

        assertThat(change(decision(candidate("Studio", QWEN, cost(0, 10.2, 0)), busy)))
                .isEqualTo("Tower, if nothing had run there");
    }

    @Test
    void whereNobodyElseWasEligibleNothingIsPromised() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)),
                        barred("Mini", QWEN, "down: connection refused"),
                        barred("MacBook Pro", QWEN, "paused: in a meeting"))))
                .isEqualTo("Perhaps MacBook Pro, if it were not paused (in a meeting)");
    }

    @Test
    void whatWasRefusedEverywhereNamesWhatIsNearest() {
        assertThat(change(decision(
                        barred("Mini", QWEN, "down"), barred("Studio", QWEN, "the server said that it is full"))))
                .isEqualTo("Studio, if its server were not full");
    }

    @Test
    void aLoneMachineLeavesNothingToSay() {
        assertThat(story(decision(candidate("Studio", QWEN, cost(0, 10, 0)))).change())
                .isEmpty();
        assertThat(story(Decision.NONE).change()).isEmpty();
    }

    @Test
    void machinesOfOneNameAndModelsOfOneMachineAreToldApart() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)), candidate("Studio", "llama3.1:8b", cost(0, 9, 3)))))
                .isEqualTo("Studio · llama3.1:8b, if llama3.1:8b were loaded there (−3.0 s)");
    }
}
