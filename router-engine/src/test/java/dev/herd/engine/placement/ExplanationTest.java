package dev.herd.engine.placement;

import static dev.herd.engine.placement.Decisions.FREE;
import static dev.herd.engine.placement.Decisions.bare;
import static dev.herd.engine.placement.Decisions.barred;
import static dev.herd.engine.placement.Decisions.candidate;
import static dev.herd.engine.placement.Decisions.cost;
import static dev.herd.engine.placement.Decisions.decision;
import static dev.herd.engine.placement.Decisions.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static Explanation explained(Candidate... candidates) {
        return Explanation.of(decision(candidates), Explanation.Stage.DECIDED);
    }

    /// Why the second one lost, and what would have changed it.
    private static String loser(Candidate... candidates) {
        Explanation.Verdict verdict = explained(candidates).verdicts().get(1);
        return verdict.words() + "; " + verdict.changeWords();
    }

    @Test
    void theDearerOneWouldFirstLoadTheModel() {
        var loads = new CostInputs(2000, 0, 350, new InstanceRates(900, 45, -1, 0.5, 12), 0, 0, 0, 4.1, 0, 1);

        Explanation explanation =
                explained(candidate("Studio", cost(0, 10.5, 0)), candidate("Tower", cost(0, 9, 4.1), loads, FREE));

        assertThat(explanation.summary()).isEqualTo("Studio, the cheapest of 2: 10.5 s, 2.6 s less than Tower.");
        Explanation.Verdict tower = explanation.verdicts().get(1);
        assertThat(tower.words()).isEqualTo("2.6 s dearer, because it would first load the model (4.1 s)");
        assertThat(tower.changeWords()).isEqualTo("it would have won if qwen3:30b were loaded there (−4.1 s)");
        assertThat(explanation.smallestChange()).contains("Tower, if qwen3:30b were loaded there (−4.1 s)");
    }

    @Test
    void everyTermHasItsReason() {
        Candidate studio = candidate("Studio", cost(0, 10, 0));

        assertThat(loser(studio, candidate("A", cost(3, 9.9, 0), inputs(0, 3), FREE)))
                .isEqualTo("2.9 s dearer, because it would wait for a slot (3.0 s); it would have won if a slot were"
                        + " free there (−3.0 s)");
        assertThat(loser(studio, candidate("A", cost(3, 9.9, 0), inputs(0, 0), FREE)))
                .isEqualTo("2.9 s dearer, because it would slow those who run there (3.0 s); it would have won if"
                        + " nothing ran beside it there (−3.0 s)");
        assertThat(loser(studio, candidate("A", cost(0, 30, 0))))
                .isEqualTo("20.0 s dearer, because reading and writing take longer there (30.0 s, not 10.0 s); it would"
                        + " have won if it read and wrote 3.1 times as fast");
        assertThat(loser(studio, candidate("A", new CostTerms(0, 9.9, 0, 3, 0, 0, 0))))
                .startsWith("2.9 s dearer, because heat slows it (3.0 s); it would have won if it were not slowed");
        assertThat(loser(studio, candidate("A", new CostTerms(0, 9.9, 0, 0, 0, 3, 0))))
                .startsWith("2.9 s dearer, because its person may return (3.0 s); it would have won if its person");
        assertThat(loser(studio, candidate("A", new CostTerms(0, 9.9, 0, 0, 0, 0, 3))))
                .startsWith("2.9 s dearer, because it would be loaded anew for a larger window (3.0 s); it would have");
        assertThat(loser(studio, candidate("A", new CostTerms(0, 9.9, 0, 0, 3, 0, 0))))
                .startsWith("2.9 s dearer, because it would take the slot of another conversation (3.0 s); it would");
    }

    @Test
    void twoReasonsAreToldWhereNeitherIsMostOfIt() {
        assertThat(loser(candidate("Studio", cost(0, 10, 0)), candidate("A", cost(3, 13, 2), inputs(0, 3), FREE)))
                .isEqualTo("8.0 s dearer, because it would wait for a slot (3.0 s) and reading and writing take longer"
                        + " there (13.0 s, not 10.0 s); it would have won if it read and wrote 2.7 times as fast");
    }

    @Test
    void whatACacheSavesElsewhereIsTheReason() {
        Candidate studio = candidate("Studio", new CostTerms(0, 10, 0, 0, -6, 0, 0), inputs(1500, 0), FREE);

        assertThat(loser(studio, candidate("Tower", cost(0, 9, 0))))
                .isEqualTo("5.0 s dearer, because Studio has more of the prompt cached (saves 6.0 s there); it would"
                        + " have won if Studio had nothing of the prompt cached (+6.0 s there)");
    }

    @Test
    void equalOnesAreToldApartByTheirRule() {
        Candidate studio = candidate("Studio", cost(0, 10, 0), inputs(1500, 0), FREE);
        assertThat(loser(studio, candidate("Tower", cost(0, 10.2, 0))))
                .isEqualTo("0.20 s dearer, which counts as equal; Studio has more of the prompt cached (1,500 tokens,"
                        + " not 0); it would have won if it read and wrote 1.1 times as fast");
        assertThat(loser(studio, candidate("Tower", cost(0, 9.9, 0))))
                .isEqualTo("0.10 s cheaper, which counts as equal; Studio has more of the prompt cached (1,500 tokens,"
                        + " not 0); it would have won if it had as many of the prompt's tokens cached");
        Candidate plain = candidate("Studio", cost(0, 10, 0));
        assertThat(loser(plain, candidate("Air", cost(0, 9.9, 0), inputs(0, 0), new Situation(true, 0, 2, 0, 0))))
                .isEqualTo("0.10 s cheaper, which counts as equal; nobody works at the machine of Studio; it would have"
                        + " won if nobody worked at that machine");
        assertThat(loser(plain, candidate("Air", cost(0, 9.9, 0), inputs(0, 0), new Situation(false, 1, 2, 0, 0))))
                .isEqualTo("0.10 s cheaper, which counts as equal; Studio had less to do (0 of 2 slots taken, not 1 of"
                        + " 2 slots taken); it would have won if nothing had run there");
        assertThat(loser(plain, candidate("Air", cost(0, 10.1, 0))))
                .startsWith("0.10 s dearer, which counts as equal; Studio cost a little less; it would have won if it"
                        + " read and wrote 1.1 times as fast");
        assertThat(loser(plain, candidate("Air", cost(0, 10, 0))))
                .isEqualTo("of equal cost; the draw fell to Studio; it would have won if the draw had fallen to it");
    }

    @Test
    void theSummaryOfATieSaysWhatDecided() {
        assertThat(explained(
                                candidate("Studio", cost(0, 10, 0)),
                                candidate("Air", cost(0, 9.9, 0), inputs(0, 0), new Situation(true, 0, 2, 0, 0)))
                        .summary())
                .isEqualTo("Studio: 10.0 s, about as soon as Air; nobody works at the machine of it.");
    }

    @Test
    void whoCouldNotTakeItSaysWhy() {
        Explanation explanation = explained(
                candidate("Studio", cost(0, 10, 0)),
                barred("Mini", Objection.Code.MEMORY, "does not fit: needs 21.3 GB, 17.0 free"),
                barred("MacBook Pro", Objection.Code.POLICY, "paused: in a meeting"));

        assertThat(explanation.summary()).isEqualTo("Studio, the only one of 3 that could take it: 10.0 s.");
        assertThat(explanation.verdicts().get(1).words())
                .isEqualTo("could not take it: does not fit: needs 21.3 GB, 17.0 free");
        assertThat(explanation.verdicts().get(1).changeWords())
                .isEqualTo("it would have been considered if the model fitted there (needs 21.3 GB, 17.0 free)");
        assertThat(explanation.smallestChange()).contains("Perhaps MacBook Pro, if it were not paused (in a meeting)");
    }

    @Test
    void aRefusalTellsWhyNowhere() {
        Explanation refused = explained(
                barred("Mini", Objection.Code.OFFLINE, "down"),
                barred("Studio", Objection.Code.BUSY, "the server said that it is full"));
        assertThat(refused.summary()).isEqualTo("Nowhere: none of 2 candidates can take it.");
        assertThat(refused.smallestChange()).contains("Studio, if its server were not full");

        Explanation late = Explanation.of(
                new Decision(null, 0, List.of(candidate("Studio", cost(95, 10, 0)))), Explanation.Stage.DECIDED);
        assertThat(late.summary()).isEqualTo("Nowhere: the cheapest, Studio, would have cost 1 min.");
        assertThat(late.verdicts().getFirst().words()).startsWith("could have taken it: ");
    }

    @Test
    void whatWasNeverDecidedSaysSo() {
        Explanation none = Explanation.of(Decision.NONE, Explanation.Stage.DECIDED);

        assertThat(none.summary()).isEqualTo("No machine was in question.");
        assertThat(none.verdicts()).isEmpty();
        assertThat(none.inputs()).isEmpty();
        assertThat(none.smallestChange()).isEmpty();
        assertThat(Explanation.of(Decision.NONE, Explanation.Stage.WAITS).summary())
                .isEqualTo("It waits; no machine is in question yet.");
    }

    @Test
    void whatWaitsIsToldAsItStands() {
        Decision plan =
                decision(candidate("Studio", cost(3, 10, 0), inputs(0, 3), FREE), candidate("Mini", cost(0, 30, 0)));

        assertThat(Explanation.of(plan, Explanation.Stage.WAITS).summary())
                .isEqualTo("It waits; as things are it goes to Studio, the cheapest of 2: 13.0 s, 17.0 s less than"
                        + " Mini.");
        assertThat(Explanation.of(decision(barred("Mini", Objection.Code.OFFLINE, "down")), Explanation.Stage.WAITS)
                        .summary())
                .isEqualTo("It waits: the only candidate cannot take it now.");
    }

    @Test
    void recordsOfOlderVersionsAreExplainedAsFarAsTheyGo() {
        Explanation explanation = explained(
                bare("Studio", cost(0, 10.2, 0)), bare("Tower", cost(0, 10, 0)), bare("Mini", cost(5, 10, 0)));

        assertThat(explanation.inputs()).isEmpty();
        assertThat(explanation.summary())
                .isEqualTo("Studio: 10.2 s, about as soon as Tower; what told them apart was not kept.");
        assertThat(explanation.verdicts().get(1).changeWords()).isEqualTo("it would have won if it had been less busy");
        assertThat(explanation.verdicts().get(2).changeWords())
                .isEqualTo("it would have won if it read and wrote 2.1 times as fast");
    }

    @Test
    void whatWasReckonedWithIsToldInWords() {
        var inputs = new CostInputs(6800, 5120, 350, new InstanceRates(1500, 90, -1, 0.5, 41), 2, 0.8, 1, 2.5, 0, 0.8);
        var chosen = candidate("Studio", cost(0.9, 16.7, 0), inputs, new Situation(false, 2, 4, 8192, 32768));

        assertThat(explained(chosen).inputs())
                .containsExactly(
                        "The prompt is taken for 6,800 tokens, 5,120 of them cached, the answer for 350 tokens.",
                        "Studio reads 1,500 and writes 90 tokens per second alone (learned from 41 answers).",
                        "2 run beside it there, each prolonging it by 50 %.",
                        "Heat leaves the machine 80 % of its speed.",
                        "It would start in 0.80 s, and loads the model in 2.5 s.",
                        "The model is loaded with a window of 8,192 tokens, a window of 32,768 tokens is asked for.");
        assertThat(explained(candidate(
                                "Mini",
                                cost(0, 1, 0),
                                new CostInputs(1, 0, 0, InstanceRates.PRIOR, 0, 0, 0, 0, 0, 1),
                                FREE))
                        .inputs())
                .containsExactly(
                        "The prompt is taken for 1 token, none of them cached, the answer for 0 tokens.",
                        "Mini reads 500 and writes 30 tokens per second alone (assumed, since nobody has measured it).",
                        "Measured so little, it is given the benefit of the doubt: its work costs 25 % of what is predicted.",
                        "It can start at once.");
    }

    @Test
    void serversOfOneMachineAndModelsOfOneServerAreToldApart() {
        Candidate one = new Candidate(
                new NodeId("Studio"),
                "Studio",
                Decisions.instance("one", "qwen3:30b"),
                Objection.NONE,
                cost(0, 1, 0),
                null);
        Candidate two = new Candidate(
                new NodeId("Studio"),
                "Studio",
                Decisions.instance("two", "qwen3:30b"),
                Objection.NONE,
                cost(0, 9, 0),
                null);
        Candidate other = new Candidate(
                new NodeId("Studio"),
                "Studio",
                Decisions.instance("one", "llama3"),
                Objection.NONE,
                cost(0, 9, 0),
                null);

        assertThat(explained(one, two).verdicts())
                .extracting(Explanation.Verdict::name)
                .containsExactly("Studio (one:11434)", "Studio (two:11434)");
        assertThat(explained(one, other).verdicts())
                .extracting(Explanation.Verdict::name)
                .containsExactly("Studio · qwen3:30b", "Studio · llama3");
    }

    @Test
    void everyReasonIsTurnedRound() {
        assertThat(new Objection(Objection.Code.POLICY, "a reason of tomorrow").undone())
                .isEqualTo("this were not so: a reason of tomorrow");
        assertThat(new Objection(Objection.Code.MEMORY, "no room: 3 GB are missing").undone())
                .isEqualTo("the model fitted there (3 GB are missing)");
        assertThat(new Objection(Objection.Code.OFFLINE, "down: connection refused").undone())
                .isEqualTo("it could be reached (connection refused)");
        assertThat(new Objection(Objection.Code.BREAKER_OPEN, "failed repeatedly; tried again in 12 s").undone())
                .isEqualTo("it had not failed repeatedly before");
        assertThat(new Objection(Objection.Code.NO_CAPABILITY, "speaks no Latin").undone())
                .isEqualTo("this were not so: speaks no Latin");
    }
}
