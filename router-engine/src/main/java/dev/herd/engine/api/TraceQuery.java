package dev.herd.engine.api;

import org.jspecify.annotations.Nullable;

/// Which part of the history is wanted, newest first. A null filter lets everything pass.
///
/// @param limit 1 to 1,000 rows
/// @param before only rows with a smaller sequence number; [Long#MAX_VALUE] for the newest
public record TraceQuery(
        int limit,
        long before,
        @Nullable String model,
        @Nullable String node,
        @Nullable String outcome,
        @Nullable String tag) {
    public static final int MAX_LIMIT = 1000;

    public TraceQuery {
        limit = Math.clamp(limit, 1, MAX_LIMIT);
    }
}
