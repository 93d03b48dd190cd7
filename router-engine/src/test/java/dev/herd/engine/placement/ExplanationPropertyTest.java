package dev.herd.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is said to have changed a decision does change it, by the rule as docs/scoring.md tells it.
class ExplanationPropertyTest {
    private static final int DECISIONS = 3000;

    /// One candidate of a random decision, as the rule sees it.
    private record Stand(Candidate candidate, double total, int cached, boolean personal, double busy, int lot) {
        CostTerms terms() {
            return Objects.requireNonNull(candidate.terms());
        }

        Stand with(double seconds) {
            return new Stand(candidate, seconds, cached, personal, busy, lot);
        }

        Stand caching(int tokens) {
            return new Stand(candidate, total, tokens, personal, busy, lot);
        }

        Stand dedicated() {
            return new Stand(candidate, total, cached, false, busy, lot);
        }

        Stand busyWith(double share) {
            return new Stand(candidate, total, cached, personal, share, lot);
        }

        Stand drawing(int number) {
            return new Stand(candidate, total, cached, personal, busy, number);
        }
    }

    /// The rule once more, on its own.
    private static Stand wins(List<Stand> all) {
        double least = all.stream().mapToDouble(Stand::total).min().orElseThrow();
        double limit = Math.max(least * 1.05, least + 0.15);
        return all.stream()
                .filter(each -> each.total() <= limit)
                .min(Comparator.comparingInt((Stand each) -> -each.cached())
                        .thenComparing(Stand::personal)
                        .thenComparingDouble(Stand::busy)
                        .thenComparingDouble(Stand::total)
                        .thenComparingInt(Stand::lot))
                .orElseThrow();
    }

    private static Stand changed(Stand stand, Change change, Stand chosen) {
        if (stand.candidate().isSame(change.candidate())) {
            return ofLoser(stand, change, chosen);
        }
        return stand.candidate().isSame(chosen.candidate()) ? ofChosen(stand, change) : stand;
    }

    private static Stand ofLoser(Stand loser, Change change, Stand chosen) {
        CostTerms terms = loser.terms();
        double without =
                change.terms().stream().mapToDouble(term -> term.seconds(terms)).sum();
        return switch (change.kind()) {
            case WITHOUT -> loser.with(loser.total() - without);
            case FASTER -> loser.with(loser.total() - terms.service() * (1 - 1 / change.amount()));
            case CHEAPER -> loser.with(loser.total() - change.amount());
            case IDLE -> loser.busyWith(0);
            case DEDICATED -> loser.dedicated();
            case CACHED -> loser.caching(chosen.cached());
            case DRAWN -> loser.drawing(-1);
            case RIVAL_DEARER, UNCACHED -> loser;
            case ELIGIBLE -> throw new AssertionError("all were eligible");
        };
    }

    private static Stand ofChosen(Stand chosen, Change change) {
        return switch (change.kind()) {
            case RIVAL_DEARER -> chosen.with(chosen.total() + change.amount());
            case UNCACHED ->
                chosen.with(chosen.total() - chosen.terms().affinity()).caching(0);
            default -> chosen;
        };
    }

    /// Costs as they come: many nothing, some nearly alike.
    private static List<Stand> random(SplittableRandom chance) {
        List<Stand> all = new ArrayList<>();
        int count = 2 + chance.nextInt(5);
        double common = 0.2 + 10 * chance.nextDouble();
        for (int i = 0; i < count; i++) {
            boolean caches = chance.nextInt(3) == 0;
            double service =
                    chance.nextBoolean() ? common * (0.97 + 0.06 * chance.nextDouble()) : 20 * chance.nextDouble();
            var terms = new CostTerms(
                    some(chance, 5),
                    service,
                    some(chance, 9),
                    some(chance, 2),
                    caches ? -service * chance.nextDouble() : some(chance, 1),
                    some(chance, 1),
                    some(chance, 4));
            var situation = new Situation(chance.nextInt(3) == 0, chance.nextInt(3), 2, 0, 0);
            int cached = caches ? 100 * chance.nextInt(20) : 0;
            Candidate candidate = new Candidate(
                    new NodeId("n" + i),
                    "n" + i,
                    Decisions.instance("n" + i, "m"),
                    Objection.NONE,
                    terms,
                    Decisions.inputs(cached, terms.queue()),
                    situation);
            all.add(new Stand(candidate, terms.total(), cached, situation.personal(), situation.busy(), i));
        }
        return all;
    }

    private static double some(SplittableRandom chance, double most) {
        return chance.nextInt(3) == 0 ? most * chance.nextDouble() : 0;
    }

    @Test
    void whatIsSaidToChangeTheChoiceDoesChangeIt() {
        var chance = new SplittableRandom(20);
        Map<Change.Kind, Integer> kinds = new EnumMap<>(Change.Kind.class);
        for (int i = 0; i < DECISIONS; i++) {
            List<Stand> all = random(chance);
            Stand chosen = wins(all);
            var decision = new Decision(
                    chosen.candidate(),
                    chosen.total(),
                    all.stream().map(Stand::candidate).toList());

            Explanation explanation = Explanation.of(decision, Explanation.Stage.DECIDED);

            assertThat(explanation.verdicts()).hasSize(all.size());
            explanation.verdicts().forEach(verdict -> tryOut(verdict, all, chosen, kinds));
        }
        assertThat(kinds)
                .as("every kind was tried")
                .containsKeys(
                        Change.Kind.IDLE,
                        Change.Kind.DEDICATED,
                        Change.Kind.CACHED,
                        Change.Kind.WITHOUT,
                        Change.Kind.UNCACHED,
                        Change.Kind.FASTER);
    }

    private static void tryOut(
            Explanation.Verdict verdict, List<Stand> all, Stand chosen, Map<Change.Kind, Integer> kinds) {
        Change change = verdict.change();
        if (change == null) {
            List<Stand> forNothing = all.stream()
                    .map(stand -> stand.candidate().isSame(verdict.candidate()) ? stand.with(0) : stand)
                    .toList();
            assertThat(verdict.fate() == Explanation.Fate.CHOSEN
                            || !wins(forNothing).candidate().equals(verdict.candidate()))
                    .as("only one that would not have won at no cost at all has no way to win: %s", all)
                    .isTrue();
            return;
        }
        kinds.merge(change.kind(), 1, Integer::sum);
        List<Stand> otherwise =
                all.stream().map(stand -> changed(stand, change, chosen)).toList();
        assertThat(wins(otherwise).candidate()).as("%s in %s", change, all).isEqualTo(verdict.candidate());
    }

    /// The rule of the choice is the one that is told.
    @Test
    void theChoiceIsMadeByTheRule() {
        var chance = new SplittableRandom(21);
        for (int i = 0; i < DECISIONS; i++) {
            List<Stand> all = random(chance);

            Choice.Contender best = Choice.best(all.stream()
                    .map(stand -> Counterfactual.Rival.of(stand.candidate(), stand.lot()))
                    .toList());

            assertThat(best)
                    .isInstanceOfSatisfying(
                            Counterfactual.Rival.class,
                            rival -> assertThat(rival.candidate())
                                    .isEqualTo(wins(all).candidate()));
        }
    }
}
