package dev.herd.engine.placement;

import dev.herd.engine.placement.Counterfactual.Rival;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first sentence of an explanation.
///
/// @param rivals that could have been chosen
/// @param winner null when none was
/// @param candidates in question, those that could not take it included
record Summary(List<Rival> rivals, @Nullable Rival winner, CandidateNames names, int candidates) {

    String words(Explanation.Stage stage) {
        boolean waits = stage == Explanation.Stage.WAITS;
        if (winner == null) {
            return nowhere(waits);
        }
        String why = names.of(winner.candidate()) + why(winner);
        return waits ? "It waits; as things are it goes to " + why : why;
    }

    private String nowhere(boolean waits) {
        String start = waits ? "It waits" : "Nowhere";
        if (candidates == 0) {
            return waits ? "It waits; no machine is in question yet." : "No machine was in question.";
        }
        Optional<Rival> first = rivals.stream().min(Comparator.comparingDouble(Rival::total));
        return first.map(soonest -> start + ": the cheapest, " + names.of(soonest.candidate()) + ", would have cost "
                        + Figures.fine(soonest.total()) + ".")
                .orElseGet(() -> start + ": "
                        + (candidates == 1 ? "the only candidate cannot" : "none of " + candidates + " candidates can")
                        + (waits ? " take it now." : " take it."));
    }

    private String why(Rival chosen) {
        String cost = ": " + Figures.fine(chosen.total());
        List<Rival> losers =
                rivals.stream().filter(each -> !each.equals(chosen)).toList();
        if (losers.isEmpty()) {
            return ", the only " + (candidates == 1 ? "candidate" : "one of " + candidates + " that could take it")
                    + cost + ".";
        }
        double least = Choice.least(rivals);
        Rival next =
                losers.stream().min(Comparator.comparingDouble(Rival::total)).orElseThrow();
        String other = names.of(next.candidate());
        if (Choice.rule(chosen, next, least) == Choice.Rule.COST) {
            return ", the cheapest of " + rivals.size() + cost + ", " + Figures.fine(next.total() - chosen.total())
                    + " less than " + other + ".";
        }
        return cost + ", about as soon as " + other + "; " + LossWords.rule(next, chosen, least, "it") + ".";
    }
}
