package dev.herd.engine.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rule of the choice: the least cost wins. Among those whose cost ties with the least, see [CostTie],
/// the order is: the longest cached prefix, a dedicated before a personal machine, the fewest requests per
/// slot, the cheaper, and a draw.
public final class Choice {
    private Choice() {}

    /// One that may be chosen.
    public interface Contender {
        /// Seconds that it costs in all; [Double#MAX_VALUE] when it cannot be chosen.
        double total();

        /// Tokens of the prompt that it is believed to have in its cache.
        int cachedTokens();

        /// Whether somebody works at its machine.
        boolean personal();

        /// Requests per slot.
        double busy();

        /// Its number in the draw; the lowest wins.
        int lot();
    }

    /// What told the winner and a loser apart.
    public enum Rule {
        /// The loser's cost does not tie with the least.
        COST,
        CACHE,
        DEDICATED,
        BUSY,
        CHEAPER,
        DRAW
    }

    /// The one that wins; null when none can be chosen. Among wholly equal ones the first.
    public static <C extends Contender> @Nullable C best(List<C> all) {
        double least = least(all);
        if (least == Double.MAX_VALUE) {
            return null;
        }
        double limit = CostTie.limit(least);
        C best = null;
        for (C each : all) {
            if (each.total() <= limit && (best == null || compare(each, best) < 0)) {
                best = each;
            }
        }
        return best;
    }

    /// The least cost of any; [Double#MAX_VALUE] when none can be chosen.
    static double least(List<? extends Contender> all) {
        double least = Double.MAX_VALUE;
        for (Contender each : all) {
            least = Math.min(least, each.total());
        }
        return least;
    }

    /// The order among those whose cost ties.
    static int compare(Contender one, Contender other) {
        int order = Integer.compare(other.cachedTokens(), one.cachedTokens());
        order = order != 0 ? order : Boolean.compare(one.personal(), other.personal());
        order = order != 0 ? order : Double.compare(one.busy(), other.busy());
        order = order != 0 ? order : Double.compare(one.total(), other.total());
        return order != 0 ? order : Integer.compare(one.lot(), other.lot());
    }

    /// By which rule the winner goes before the loser.
    ///
    /// @param least cost of any
    static Rule rule(Contender winner, Contender loser, double least) {
        if (loser.total() > CostTie.limit(least)) {
            return Rule.COST;
        }
        if (winner.cachedTokens() != loser.cachedTokens()) {
            return Rule.CACHE;
        }
        if (winner.personal() != loser.personal()) {
            return Rule.DEDICATED;
        }
        if (winner.busy() != loser.busy()) {
            return Rule.BUSY;
        }
        return winner.total() != loser.total() ? Rule.CHEAPER : Rule.DRAW;
    }
}
