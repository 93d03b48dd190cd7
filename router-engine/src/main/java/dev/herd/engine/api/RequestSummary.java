package dev.herd.engine.api;

import dev.herd.engine.inference.TokenUsage;
import java.time.Instant;
import java.util.List;

/// One ended request as a row of the history.
///
/// @param id as in `X-Fleet-Request`
/// @param reason why it ended so, empty when there is nothing to say
/// @param retries attempts after the first
public record RequestSummary(
        String id,
        RequestOutcome outcome,
        String reason,
        String path,
        boolean stream,
        String askedModel,
        String servedModel,
        String node,
        Instant receivedAt,
        String tenant,
        List<String> tags,
        RequestTimes times,
        TokenUsage tokens,
        int retries) {
    public RequestSummary {
        tags = List.copyOf(tags);
    }
}
