package dev.herd.engine.api;

import java.time.Instant;
import java.util.List;

/// One line of the history.
///
/// @param sequence grows with each stored request; the cursor of a page
/// @param outcome label of the outcome, or of the state while it runs
public record RequestSummary(
        long sequence,
        String id,
        String outcome,
        String reason,
        String dialect,
        String path,
        boolean stream,
        String askedModel,
        String servedModel,
        String node,
        Instant receivedAt,
        String requestClass,
        String tenant,
        List<String> tags,
        RequestTimes times,
        int promptTokens,
        int completionTokens,
        int retries) {
    public RequestSummary {
        tags = List.copyOf(tags);
    }
}
