package dev.herd.app.queues;

import static dev.herd.app.queues.QueueMoments.QWEN;
import static dev.herd.app.testing.Requests.barred;
import static dev.herd.app.testing.Requests.candidate;
import static dev.herd.app.testing.Requests.cost;
import static dev.herd.app.testing.Requests.decision;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    private static String change(Decision decision) {
        return Change.of(decision).orElse("");
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
                .isEqualTo("Tower, only if Studio took longer (+8.0 s)");
    }

    @Test
    void costsThatTheSchedulerTakesForEqualWouldHaveBeenAsGood() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 17.6, 0)), candidate("Tower", QWEN, cost(0, 17.7, 6.2)))))
                .isEqualTo("Tower, about as soon, if qwen3-coder:30b were loaded there (−6.2 s)");
    }

    @Test
    void aMachineThatIsSlowerAtTheWorkItselfWinsOnlyIfTheOtherTakesLonger() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)),
                        candidate("Mini", QWEN, cost(0, 30, 2)),
                        candidate("Tower", QWEN, cost(0, 20, 5)))))
                .isEqualTo("Tower, only if Studio took longer (+15.0 s)");
    }

    @Test
    void aMachineThatWasCheaperAlreadyWasOnlyBusier() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10.2, 0)), candidate("Tower", QWEN, cost(0, 10, 0)))))
                .startsWith("Tower, had it been less busy");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            draining                                    | it were not draining
            starting                                    | it had started already
            down: connection refused                    | it could be reached (connection refused)
            wedged                                      | it answered
            overloaded                                  | it were less loaded
            failed repeatedly; tried again in 12 s      | it had not failed repeatedly before
            failed this request already                 | it had not failed this request before
            the request is pinned to another node       | the request were not pinned to another machine
            the model does not support images           | its model read images
            does not fit: needs 21.3 GB, 17.0 free      | the model fitted there (needs 21.3 GB, 17.0 free)
            a reason of tomorrow                        | this were not so: a reason of tomorrow
            """)
    void everyReasonIsTurnedRound(String reason, String undone) {
        assertThat(Objection.undone(reason)).isEqualTo(undone);
    }

    @Test
    void aLoneMachineLeavesNothingToSay() {
        assertThat(Change.of(decision(candidate("Studio", QWEN, cost(0, 10, 0)))))
                .isEmpty();
        assertThat(Change.of(Decision.NONE)).isEmpty();
    }

    @Test
    void machinesOfOneNameAndModelsOfOneMachineAreToldApart() {
        assertThat(change(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)), candidate("Studio", "llama3.1:8b", cost(0, 9, 3)))))
                .isEqualTo("Studio · llama3.1:8b, if llama3.1:8b were loaded there (−3.0 s)");
    }
}
