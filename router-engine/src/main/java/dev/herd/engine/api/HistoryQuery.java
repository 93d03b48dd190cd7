package dev.herd.engine.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which rows of the history are wanted. A null filter lets everything pass.
///
/// @param since only requests that arrived at or after that moment
/// @param node only those that the machine of that name served
/// @param outcome only those with that outcome
/// @param text only those whose model, client, tag or reason contains it, without case
/// @param offset rows to leave out, 0 or more
/// @param limit most rows wanted, 1 to 1,000
public record HistoryQuery(
        @Nullable Instant since,
        @Nullable String node,
        @Nullable RequestOutcome outcome,
        @Nullable String text,
        int offset,
        int limit) {
    public static final int MAX_LIMIT = 1000;

    public HistoryQuery {
        offset = Math.max(0, offset);
        limit = Math.clamp(limit, 1, MAX_LIMIT);
    }

    /// The newest rows of all.
    public static HistoryQuery newest(int limit) {
        return new HistoryQuery(null, null, null, null, 0, limit);
    }

    /// Another part of the same rows.
    public HistoryQuery at(int otherOffset, int otherLimit) {
        return new HistoryQuery(since, node, outcome, text, otherOffset, otherLimit);
    }
}
