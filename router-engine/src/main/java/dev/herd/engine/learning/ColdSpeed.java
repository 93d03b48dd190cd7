package dev.herd.engine.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How fast one instance writes while nothing slows it down, by length of context. Immutable.
///
/// @param levels for contexts up to 1,024 tokens, twice as many, and so on
/// @param at when it was last measured; null when it was not since the start
record ColdSpeed(List<Level> levels, @Nullable Instant at) {
    private static final int SHORTEST = 1024;
    private static final int LEVELS = 9;

    /// Reading so many tokens' keys and values takes as long as reading an 8B model's weights (5 GB, 128 kB a
    /// token).
    private static final double EVEN_TOKENS = 40_000;

    static final ColdSpeed UNKNOWN = new ColdSpeed(Collections.nCopies(LEVELS, Level.UNKNOWN), null);

    ColdSpeed {
        levels = List.copyOf(levels);
    }

    private static int index(int context) {
        int index = 0;
        while (index < LEVELS - 1 && context > SHORTEST << index) {
            index++;
        }
        return index;
    }

    Level level(int context) {
        return levels.get(index(context));
    }

    ColdSpeed with(int context, double log, Instant now) {
        double passed = at == null ? 0 : Duration.between(at, now).toNanos() / 1e9;
        List<Level> more = new ArrayList<>(levels);
        int index = index(context);
        more.set(index, more.get(index).with(log, passed));
        return new ColdSpeed(more, now);
    }

    /// By how much, as a logarithm, a context may slow an answer down against the shortest one of its level:
    /// the more of the time goes into reading its keys and values.
    static double allowance(int context) {
        int index = index(context);
        if (index == 0) {
            return 0;
        }
        double shortest = SHORTEST << (index - 1);
        return shortest / (shortest + EVEN_TOKENS) * Math.log(context / shortest);
    }

    /// As it is kept.
    List<Estimate> value() {
        return levels.stream()
                .map(level -> new Estimate(level.log(), level.count()))
                .toList();
    }

    /// What was kept; a list of another length than there are levels is left out.
    static ColdSpeed of(List<Estimate> kept) {
        return kept.size() != LEVELS
                ? UNKNOWN
                : new ColdSpeed(
                        kept.stream()
                                .map(each -> new Level(each.mean(), each.mean(), each.count()))
                                .toList(),
                        null);
    }
}
