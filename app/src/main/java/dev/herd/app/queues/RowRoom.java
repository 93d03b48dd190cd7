package dev.herd.app.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How many rows the table of running requests has room for. It grows at once and shrinks late, so that what stands
/// beneath does not go up and down with every request. One owner.
final class RowRoom {
    /// How long fewer rows must have been enough.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int LEAST = 1;

    private int rows = LEAST;
    private @Nullable Instant fewerSince;

    /// @param needed rows there are
    /// @param most rows there may be room for
    int at(Instant now, int needed, int most) {
        int wanted = Math.max(LEAST, Math.min(needed, most));
        if (rows > most || wanted >= rows) {
            rows = wanted;
            fewerSince = null;
        } else if (fewerSince == null) {
            fewerSince = now;
        } else if (!now.isBefore(fewerSince.plus(PATIENCE))) {
            rows = wanted;
            fewerSince = null;
        }
        return rows;
    }
}
