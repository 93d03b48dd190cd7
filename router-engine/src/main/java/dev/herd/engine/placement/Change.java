package dev.herd.engine.placement;

import java.util.Comparator;
import java.util.List;

/// What would have sent a request to a candidate that was not chosen. Applied to the decision's costs, the
/// rule of the choice gives that candidate, except for [Kind#ELIGIBLE]: what it would have cost then is not
/// known.
///
/// @param candidate the one that would have won
/// @param terms of its cost that would have to be nothing; only for [Kind#WITHOUT]
/// @param amount what the kind says
/// @param condition in words, beginning with "if"
public record Change(Kind kind, Candidate candidate, List<CostTerm> terms, double amount, String condition)
        implements Comparable<Change> {

    /// From the smallest change to the largest.
    public enum Kind {
        /// Nothing ran in its runner.
        IDLE,
        /// Nobody worked at its machine.
        DEDICATED,
        /// It had as much of the prompt cached as the chosen one; amount is in tokens.
        CACHED,
        /// The draw fell to it.
        DRAWN,
        /// Some terms cost nothing; amount is the seconds that this takes off.
        WITHOUT,
        /// The chosen one had nothing of the prompt cached; amount is the seconds that this adds there.
        UNCACHED,
        /// It read and wrote that many times as fast.
        FASTER,
        /// It cost that many seconds less.
        CHEAPER,
        /// The chosen one cost that many seconds more.
        RIVAL_DEARER,
        /// What rules it out were not so.
        ELIGIBLE
    }

    private static final Comparator<Change> SMALLEST_FIRST = Comparator.comparing(Change::group)
            .thenComparingInt(change -> change.terms().size())
            .thenComparingDouble(Change::size)
            .thenComparing(change -> change.candidate().nodeName());

    public Change {
        terms = List.copyOf(terms);
    }

    /// An own term and a cached prefix are changes of one size.
    private Kind group() {
        return kind == Kind.UNCACHED ? Kind.WITHOUT : kind;
    }

    private double size() {
        return kind == Kind.ELIGIBLE ? candidate.objection().weight() : amount;
    }

    @Override
    public int compareTo(Change other) {
        return SMALLEST_FIRST.compare(this, other);
    }
}
