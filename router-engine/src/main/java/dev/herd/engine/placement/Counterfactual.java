package dev.herd.engine.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/// Finds the smallest change that would have sent a request to one of the losers, by trying changes against
/// the rule of the choice.
///
/// Of its own terms fewer are a smaller change than more, then fewer seconds. Where none of them is enough,
/// the candidate is slower at the work itself.
final class Counterfactual {
    /// Terms below are not worth a word.
    static final double LEAST_SECONDS = 0.05;

    /// Nobody imagines a machine that is faster than that.
    private static final double MOST_FACTOR = 100;

    private static final double MOST_SECONDS = 1e7;
    private static final int HALVINGS = 100;

    /// Terms that something could take away.
    private static final List<CostTerm> REMOVABLE = List.of(
            CostTerm.LOAD,
            CostTerm.QUEUE,
            CostTerm.THERMAL,
            CostTerm.AVAILABILITY,
            CostTerm.CONTEXT,
            CostTerm.AFFINITY);

    private final List<Rival> others;
    private final Rival loser;
    private final Rival winner;
    private final double most;
    private final CandidateNames names;

    private Counterfactual(List<Rival> all, Rival loser, Rival winner, CandidateNames names) {
        this.others = all.stream().filter(each -> !each.equals(loser)).toList();
        this.loser = loser;
        this.winner = winner;
        this.names = names;
        this.most = mostThatWins();
    }

    /// A candidate in the choice. Where older versions kept no situation, all stand alike.
    record Rival(Candidate candidate, double total, int cachedTokens, boolean personal, double busy, int lot)
            implements Choice.Contender {
        static Rival of(Candidate candidate, int lot) {
            CostTerms terms = candidate.terms();
            CostInputs inputs = candidate.inputs();
            Situation situation = candidate.situation();
            return new Rival(
                    candidate,
                    terms == null ? Double.MAX_VALUE : terms.total(),
                    inputs == null ? 0 : inputs.cachedTokens(),
                    situation != null && situation.personal(),
                    situation == null ? 0 : situation.busy(),
                    lot);
        }

        Rival costing(double seconds) {
            return new Rival(candidate, seconds, cachedTokens, personal, busy, lot);
        }

        Rival caching(int tokens) {
            return new Rival(candidate, total, tokens, personal, busy, lot);
        }

        Rival dedicated() {
            return new Rival(candidate, total, cachedTokens, false, busy, lot);
        }

        Rival idle() {
            return new Rival(candidate, total, cachedTokens, personal, 0, lot);
        }

        CostTerms terms() {
            CostTerms terms = candidate.terms();
            if (terms == null) {
                throw new IllegalStateException("only what costs something can be chosen");
            }
            return terms;
        }
    }

    /// The smallest change in favour of a loser; empty when there is none.
    ///
    /// @param all that could have been chosen, both among them
    static Optional<Change> of(List<Rival> all, Rival loser, Rival winner, CandidateNames names) {
        return new Counterfactual(all, loser, winner, names).smallest();
    }

    private Optional<Change> smallest() {
        return Stream.<Optional<Change>>of(otherwiseStanding(), without(), faster(), cheaper(), rivalDearer())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// Another outcome among those whose costs tie.
    private Optional<Change> otherwiseStanding() {
        List<Rival> all = with(loser, winner);
        if (loser.candidate().situation() == null && wins(loser, winner)) {
            return Optional.of(change(Change.Kind.IDLE, 0, "if it had been less busy"));
        }
        return switch (Choice.rule(winner, loser, Choice.least(all))) {
            case CACHE ->
                when(
                        loser.caching(winner.cachedTokens()),
                        change(
                                Change.Kind.CACHED,
                                winner.cachedTokens(),
                                "if it had as many of the prompt's tokens cached"));
            case DEDICATED ->
                when(loser.dedicated(), change(Change.Kind.DEDICATED, 0, "if nobody worked at that machine"));
            case BUSY -> when(loser.idle(), change(Change.Kind.IDLE, 0, "if nothing had run there"));
            case DRAW -> Optional.of(change(Change.Kind.DRAWN, 0, "if the draw had fallen to it"));
            case COST, CHEAPER -> Optional.empty();
        };
    }

    private Optional<Change> when(Rival changed, Change change) {
        return wins(changed, winner) ? Optional.of(change) : Optional.empty();
    }

    /// Some terms taken away, or what the winner's cache saves.
    private Optional<Change> without() {
        return Stream.concat(subsets().stream(), uncached().stream()).min(Comparator.naturalOrder());
    }

    private List<Change> subsets() {
        List<CostTerm> costly = REMOVABLE.stream()
                .filter(term -> term.seconds(loser.terms()) >= LEAST_SECONDS)
                .toList();
        List<Change> found = new ArrayList<>();
        for (int set = 1; set < 1 << costly.size(); set++) {
            int chosen = set;
            List<CostTerm> terms = costly.stream()
                    .filter(term -> (chosen >> costly.indexOf(term) & 1) == 1)
                    .toList();
            double saved = terms.stream()
                    .mapToDouble(term -> term.seconds(loser.terms()))
                    .sum();
            if (loser.total() - saved <= most) {
                String words =
                        String.join(" and ", terms.stream().map(this::without).toList());
                found.add(new Change(
                        Change.Kind.WITHOUT,
                        loser.candidate(),
                        terms,
                        saved,
                        "if " + words + " (−" + Figures.fine(saved) + ")"));
            }
        }
        return found;
    }

    private String without(CostTerm term) {
        CostInputs inputs = loser.candidate().inputs();
        boolean onlySlowsOthers = term == CostTerm.QUEUE && inputs != null && inputs.waitSeconds() < LEAST_SECONDS;
        return onlySlowsOthers
                ? "nothing ran beside it there"
                : term.without(loser.candidate().instance().model().label());
    }

    private Optional<Change> uncached() {
        double saved = -CostTerm.AFFINITY.seconds(winner.terms());
        if (saved < LEAST_SECONDS
                || !wins(loser, winner.costing(winner.total() + saved).caching(0))) {
            return Optional.empty();
        }
        String words = "if " + names.of(winner.candidate()) + " had nothing of the prompt cached (+"
                + Figures.fine(saved) + " there)";
        return Optional.of(
                new Change(Change.Kind.UNCACHED, loser.candidate(), List.of(CostTerm.AFFINITY), saved, words));
    }

    private Optional<Change> faster() {
        double service = CostTerm.SERVICE.seconds(loser.terms());
        double needed = loser.total() - most;
        if (needed >= service) {
            return Optional.empty();
        }
        // In the digits that are told, so that what is told is enough.
        double factor = Math.ceil(service / (service - needed) * 10 + 1e-6) / 10;
        return factor > MOST_FACTOR
                ? Optional.empty()
                : Optional.of(change(
                        Change.Kind.FASTER,
                        factor,
                        "if it read and wrote " + Figures.exactTimes(factor) + " times as fast"));
    }

    private Optional<Change> cheaper() {
        double less = Math.min(Math.ceil((loser.total() - most) * 100 + 1e-6) / 100, loser.total());
        return most < 0
                ? Optional.empty()
                : Optional.of(change(Change.Kind.CHEAPER, less, "if it cost " + Figures.exact(less) + " less"));
    }

    private Optional<Change> rivalDearer() {
        double least = leastThatHolds(more -> wins(loser, winner.costing(winner.total() + more)));
        if (least >= MOST_SECONDS) {
            return Optional.empty();
        }
        double more = Math.ceil(least * 100 + 1e-6) / 100;
        String words = "only if " + names.of(winner.candidate()) + " cost " + Figures.exact(more) + " more";
        return Optional.of(change(Change.Kind.RIVAL_DEARER, more, words));
    }

    private Change change(Change.Kind kind, double amount, String condition) {
        return new Change(kind, loser.candidate(), List.of(), amount, condition);
    }

    private boolean wins(Rival changed, Rival rival) {
        return changed.equals(Choice.best(with(changed, rival)));
    }

    private List<Rival> with(Rival changed, Rival rival) {
        List<Rival> all = new ArrayList<>(others.size() + 1);
        others.forEach(each -> all.add(each.equals(winner) ? rival : each));
        all.add(changed);
        return all;
    }

    /// The largest cost at which the loser would have won: it wins with any smaller one too, since fewer tie
    /// with it then, and those it goes before it still does. Below every number when there is none.
    private double mostThatWins() {
        double least = leastThatHolds(less -> wins(loser.costing(loser.total() - less), winner));
        return least >= MOST_SECONDS ? Double.NEGATIVE_INFINITY : loser.total() - least;
    }

    /// The least seconds from which on something holds, from above; [#MOST_SECONDS] when it never does.
    private static double leastThatHolds(DoublePredicate holds) {
        double low = 0;
        double high = MOST_SECONDS;
        if (!holds.test(high)) {
            return MOST_SECONDS;
        }
        for (int i = 0; i < HALVINGS && high - low > 1e-9; i++) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
