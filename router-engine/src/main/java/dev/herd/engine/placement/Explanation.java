package dev.herd.engine.placement;

import dev.herd.engine.placement.Counterfactual.Rival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A decision in words: which machine and why, what was reckoned with, and of each other one why not and what
/// would have changed that. The one maker of these sentences, for windows, commands and pages.
///
/// @param summary which machine and why, in one sentence
/// @param inputs what was reckoned with at the chosen machine, a sentence each; empty where that was not kept
/// @param verdicts of every candidate: the chosen one first, the others by cost, then those that could not
/// take it
public record Explanation(String summary, List<String> inputs, List<Verdict> verdicts) {
    public Explanation {
        inputs = List.copyOf(inputs);
        verdicts = List.copyOf(verdicts);
    }

    /// Whether the decision stands, or would be so if it had to be made now.
    public enum Stage {
        WAITS,
        DECIDED
    }

    /// What became of a candidate.
    public enum Fate {
        CHOSEN,
        LOST,
        INELIGIBLE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One candidate.
    ///
    /// @param name unlike that of any other
    /// @param words why it lost or could not take it; empty for the chosen one
    /// @param change what would have sent the request there; null for the chosen one, and where nothing would
    /// have
    public record Verdict(
            Candidate candidate,
            String name,
            Fate fate,
            String words,
            @Nullable Change change) {
        /// The change as a sentence; empty when there is none.
        public String changeWords() {
            if (change == null) {
                return "";
            }
            String would = fate == Fate.INELIGIBLE ? "it would have been considered " : "it would have won ";
            return would + change.condition();
        }
    }

    public static Explanation of(Decision decision, Stage stage) {
        Candidate chosen = decision.chosen();
        List<Candidate> all = each(decision);
        CandidateNames names = new CandidateNames(all);
        List<Verdict> verdicts = new ArrayList<>();
        List<Rival> rivals = rivals(all, chosen);
        Rival winner = chosen == null
                ? null
                : rivals.stream()
                        .filter(rival -> rival.candidate().isSame(chosen))
                        .findFirst()
                        .orElse(null);
        if (chosen != null) {
            verdicts.add(new Verdict(chosen, names.of(chosen), Fate.CHOSEN, "", null));
        }
        rivals.stream()
                .filter(rival -> !rival.equals(winner))
                .sorted(Comparator.comparingDouble(Rival::total))
                .map(loser -> lost(rivals, loser, winner, names))
                .forEach(verdicts::add);
        all.stream()
                .filter(each -> each.terms() == null && !isChosen(each, chosen))
                .forEach(each -> verdicts.add(barred(each, names)));
        String summary = new Summary(rivals, winner, names, all.size()).words(stage);
        List<String> inputs = chosen == null ? List.of() : InputWords.of(chosen, names.of(chosen));
        return new Explanation(summary, inputs, verdicts);
    }

    /// Every candidate once, the chosen one among them.
    private static List<Candidate> each(Decision decision) {
        Candidate chosen = decision.chosen();
        boolean listed = chosen == null || decision.candidates().stream().anyMatch(chosen::isSame);
        return Stream.concat(decision.candidates().stream(), listed ? Stream.empty() : Stream.of(chosen))
                .distinct()
                .toList();
    }

    private static boolean isChosen(Candidate one, @Nullable Candidate chosen) {
        return chosen != null && one.isSame(chosen);
    }

    /// All that could have been chosen. Only the chosen one is known to win draws.
    private static List<Rival> rivals(List<Candidate> all, @Nullable Candidate chosen) {
        List<Rival> rivals = new ArrayList<>();
        for (Candidate each : all) {
            if (each.terms() != null) {
                rivals.add(Rival.of(each, isChosen(each, chosen) ? 0 : 1));
            }
        }
        return rivals;
    }

    private static Verdict lost(List<Rival> rivals, Rival loser, @Nullable Rival winner, CandidateNames names) {
        Candidate candidate = loser.candidate();
        String name = names.of(candidate);
        if (winner == null) {
            return new Verdict(candidate, name, Fate.LOST, "could have taken it: " + Figures.fine(loser.total()), null);
        }
        double least = Choice.least(rivals);
        String words = LossWords.of(loser, winner, least, names.of(winner.candidate()));
        return new Verdict(
                candidate,
                name,
                Fate.LOST,
                words,
                Counterfactual.of(rivals, loser, winner, names).orElse(null));
    }

    private static Verdict barred(Candidate candidate, CandidateNames names) {
        Change change = new Change(
                Change.Kind.ELIGIBLE,
                candidate,
                List.of(),
                0,
                "if " + candidate.objection().undone());
        String reason = candidate.reason().isEmpty() ? "nothing is kept of why" : candidate.reason();
        return new Verdict(candidate, names.of(candidate), Fate.INELIGIBLE, "could not take it: " + reason, change);
    }

    /// The smallest change that would have sent the request elsewhere, such as `Tower, if qwen3:30b were
    /// loaded there (−6.2 s)`; empty when nobody else was in question. What a machine that could not take it
    /// would have cost is not known, so that it is named only where no other was eligible.
    public Optional<String> smallestChange() {
        Optional<Verdict> lost = smallest(Fate.LOST);
        if (lost.isPresent()) {
            return lost.map(Explanation::elsewhere);
        }
        boolean somewhere = verdicts.stream().anyMatch(verdict -> verdict.fate() == Fate.CHOSEN);
        return smallest(Fate.INELIGIBLE).map(verdict -> (somewhere ? "Perhaps " : "") + elsewhere(verdict));
    }

    private Optional<Verdict> smallest(Fate fate) {
        return verdicts.stream()
                .filter(verdict -> verdict.fate() == fate)
                .flatMap(verdict -> Stream.ofNullable(verdict.change()))
                .min(Comparator.naturalOrder())
                .flatMap(change -> verdicts.stream()
                        .filter(verdict -> change.equals(verdict.change()))
                        .findFirst());
    }

    private static String elsewhere(Verdict verdict) {
        Change change = verdict.change();
        return change == null ? verdict.name() : verdict.name() + ", " + change.condition();
    }
}
