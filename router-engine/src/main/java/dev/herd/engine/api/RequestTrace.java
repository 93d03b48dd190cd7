package dev.herd.engine.api;

import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened to one request. Never a word of its prompt or answer.
///
/// @param id as in `X-Fleet-Request`
/// @param outcome null while it runs
/// @param reason why it ended so, a short word or sentence, empty when there is nothing to say
/// @param dialect label of the client's dialect
/// @param path the route
/// @param askedModel as the client spelled it, empty when it named none
/// @param servedModel the model that answered, empty when none did
/// @param node name of the node that served or serves it, empty when none
/// @param requestClass label of the class
/// @param changed what Herd changed in the request on its way to the model server, as in `X-Fleet-Protected`; empty
/// when nothing was
public record RequestTrace(
        String id,
        RequestState state,
        @Nullable RequestOutcome outcome,
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
        TokenUsage tokens,
        String changed,
        List<AttemptTrace> attempts,
        Decision decision) {

    public RequestTrace {
        tags = List.copyOf(tags);
        attempts = List.copyOf(attempts);
    }

    /// The same with what would be decided now, while it waits.
    public RequestTrace deciding(Decision now) {
        return new RequestTrace(
                id,
                state,
                outcome,
                reason,
                dialect,
                path,
                stream,
                askedModel,
                servedModel,
                node,
                receivedAt,
                requestClass,
                tenant,
                tags,
                times,
                tokens,
                changed,
                attempts,
                now);
    }

    /// Whether it waits for a machine or a slot, so that nothing is decided of it yet.
    public boolean waits() {
        return state == RequestState.HELD || state == RequestState.QUEUED;
    }

    /// Whether it has ended.
    public boolean ended() {
        return outcome != null;
    }
}
