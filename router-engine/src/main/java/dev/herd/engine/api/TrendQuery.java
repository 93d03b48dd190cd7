package dev.herd.engine.api;

import java.time.Instant;
import java.util.Set;

/// Which part of the trends is wanted.
///
/// @param from the beginning; what is older than anything that is kept is left out
/// @param to the end, behind `from`; what lies in the future is left out
/// @param nodes ids or names of machines; empty for all
/// @param points most points of a series, 1 to [#MOST]
public record TrendQuery(Instant from, Instant to, Set<String> nodes, int points) {
    /// More than a window has pixels for.
    public static final int MOST = 1000;

    public TrendQuery {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to");
        }
        if (points < 1 || points > MOST) {
            throw new IllegalArgumentException("points must be 1 to " + MOST);
        }
        nodes = Set.copyOf(nodes);
    }

    /// All machines.
    public TrendQuery(Instant from, Instant to, int points) {
        this(from, to, Set.of(), points);
    }
}
