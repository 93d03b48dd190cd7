package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.CostTie;
import dev.herd.engine.placement.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What would have sent a request elsewhere: the smallest change that makes another candidate the cheapest. Pure.
///
/// A change takes away what one term or several terms of a candidate cost: its load, its queue, its heat. Fewer terms
/// are a smaller change than more, then fewer seconds. Where even all of them together are not enough, the candidate is
/// slower at the work itself, and what remains is how much longer the chosen one would have had to take.
final class Change {
    /// Terms below are not worth a word.
    private static final double LEAST_SECONDS = 0.05;

    private static final List<Term> TERMS = List.of(
            new Term("%s were loaded there", CostTerms::load),
            new Term("a slot were free there", CostTerms::queue),
            new Term("it were not slowed by heat", CostTerms::thermal),
            new Term("its person were away", CostTerms::availability),
            new Term("its window were large enough", CostTerms::context));

    private final Decision decision;
    private final Candidates candidates;

    private Change(Decision decision) {
        this.decision = decision;
        this.candidates = new Candidates(decision.candidates());
    }

    /// @param words behind "if", `%s` stands for the model
    private record Term(String words, ToDoubleFunction<CostTerms> seconds) {}

    /// Some terms of one candidate taken away.
    private record Option(Candidate candidate, List<Term> without, double saved, double total) {
        int count() {
            return without.size();
        }
    }

    /// In words, such as `Tower, if qwen3:30b were loaded there (−6.2 s)`; empty when there was nobody else.
    static Optional<String> of(Decision decision) {
        return new Change(decision).words();
    }

    private Optional<String> words() {
        Candidate chosen = decision.chosen();
        if (chosen == null || chosen.terms() == null) {
            return barred(null);
        }
        List<Candidate> others = decision.candidates().stream()
                .filter(candidate -> !Candidates.isSame(candidate, chosen) && candidate.terms() != null)
                .toList();
        if (others.isEmpty()) {
            return barred(chosen).map(words -> "Perhaps " + words);
        }
        double cost = Candidates.total(chosen);
        double equal = CostTie.limit(cost);
        return smallest(others, option -> option.total() < cost)
                .map(option -> words(option, ""))
                .or(() -> smallest(others, option -> option.total() <= equal)
                        .map(option -> words(option, ", about as soon")))
                .or(() -> Optional.of(longer(others, chosen, cost)));
    }

    private static Optional<Option> smallest(List<Candidate> others, Predicate<Option> wins) {
        return others.stream()
                .flatMap(candidate -> options(candidate).stream())
                .filter(wins)
                .min(Comparator.comparingInt(Option::count)
                        .thenComparingDouble(Option::saved)
                        .thenComparing(option -> option.candidate().nodeName()));
    }

    /// Every set of terms that cost something there, the empty one included: a candidate that was as good already was
    /// not taken only because it was busier.
    private static List<Option> options(Candidate candidate) {
        CostTerms terms = candidate.terms();
        if (terms == null) {
            return List.of();
        }
        List<Term> costly = TERMS.stream()
                .filter(term -> term.seconds().applyAsDouble(terms) >= LEAST_SECONDS)
                .toList();
        List<Option> options = new ArrayList<>();
        for (int set = 0; set < 1 << costly.size(); set++) {
            int chosen = set;
            List<Term> without = costly.stream()
                    .filter(term -> (chosen >> costly.indexOf(term) & 1) == 1)
                    .toList();
            double saved = without.stream()
                    .mapToDouble(term -> term.seconds().applyAsDouble(terms))
                    .sum();
            options.add(new Option(candidate, without, saved, terms.total() - saved));
        }
        return options;
    }

    private String words(Option option, String hedge) {
        String name = candidates.name(option.candidate());
        if (option.without().isEmpty()) {
            return name + ", had it been less busy: it would have cost "
                    + Units.seconds(Candidates.total(option.candidate())) + ", about the same";
        }
        String model = ModelName.shortened(option.candidate().instance().model().name());
        List<String> conditions = option.without().stream()
                .map(term -> term.words().formatted(model))
                .toList();
        return "%s%s, if %s (−%s)"
                .formatted(name, hedge, String.join(" and ", conditions), Units.seconds(option.saved()));
    }

    private String longer(List<Candidate> others, Candidate chosen, double cost) {
        Candidate next = others.stream()
                .min(Comparator.comparingDouble(Candidates::total))
                .orElseThrow();
        return "%s, only if %s took longer (+%s)"
                .formatted(
                        candidates.name(next), candidates.name(chosen), Units.seconds(Candidates.total(next) - cost));
    }

    /// Nobody else was eligible. What they would have cost is not known, so that nothing is promised.
    private Optional<String> barred(@Nullable Candidate chosen) {
        return decision.candidates().stream()
                .filter(candidate -> !candidate.eligible())
                .filter(candidate -> chosen == null || !Candidates.isSame(candidate, chosen))
                .min(Comparator.comparingInt(candidate -> Objection.weight(candidate.reason())))
                .map(candidate -> candidates.name(candidate) + ", if " + Objection.undone(candidate.reason()));
    }
}
