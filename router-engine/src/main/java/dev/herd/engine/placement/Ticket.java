package dev.herd.engine.placement;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.Variant;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All the scheduler may know of a request.
///
/// @param models in order of preference: the asked one first, then the client's fallbacks; not empty
/// @param arrivedAt when the request arrived, which its deadlines count from
/// @param deadline when its first byte must have come, null when it may wait `queue.maxWait`
/// @param tenant whose share of the fleet it takes
/// @param pinned the only machine it may run on, null when any may
/// @param excluded upstreams that failed it already
/// @param unsuited kinds of server whose API cannot say the request
/// @param needsVision whether a model that states to be blind cannot serve it
/// @param window context length in tokens the client asked for, 0 when it did not
/// @param promptTokens estimate of the prompt's length
/// @param maxTokens the longest answer in tokens, 0 when not limited
/// @param prefix what the prompt begins with
/// @param tools whether the model may call tools, whose answers are of another length than texts
/// @param vectors which vectors it asks for; null when it asks for text
/// @param attempt 0 at first, then how many upstreams have failed it
/// @param fit how much of a window its prompt needs
/// @param home the machine whose own person it comes from, null when it comes from elsewhere, or that is not known
public record Ticket(
        TicketId id,
        List<ModelRef> models,
        RequestClass requestClass,
        String tenant,
        Instant arrivedAt,
        @Nullable Instant deadline,
        @Nullable NodeId pinned,
        Set<UpstreamId> excluded,
        Set<UpstreamKind> unsuited,
        boolean needsVision,
        int window,
        int promptTokens,
        int maxTokens,
        PrefixChain prefix,
        boolean tools,
        @Nullable VectorSpace vectors,
        int attempt,
        PromptFit fit,
        @Nullable NodeId home) {

    public Ticket {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a ticket needs a model");
        }
        models = List.copyOf(models);
        excluded = Set.copyOf(excluded);
        unsuited = Set.copyOf(unsuited);
    }

    /// A ticket for text, for which the window does not matter.
    public Ticket(
            TicketId id,
            List<ModelRef> models,
            RequestClass requestClass,
            String tenant,
            Instant arrivedAt,
            @Nullable Instant deadline,
            @Nullable NodeId pinned,
            Set<UpstreamId> excluded,
            Set<UpstreamKind> unsuited,
            boolean needsVision,
            int window,
            int promptTokens,
            int maxTokens,
            PrefixChain prefix,
            boolean tools,
            int attempt) {
        this(
                id,
                models,
                requestClass,
                tenant,
                arrivedAt,
                deadline,
                pinned,
                excluded,
                unsuited,
                needsVision,
                window,
                promptTokens,
                maxTokens,
                prefix,
                tools,
                null,
                attempt,
                PromptFit.ANY,
                null);
    }

    /// Whether the holder's model has the vectors it asks for, where it asks for any.
    public boolean admits(Holder holder) {
        return vectors == null || vectors.includes(holder);
    }

    /// The ticket of a part of the request, which one model alone may serve.
    ///
    /// @param number of the part, from 1
    public Ticket part(int number, Variant variant, int tokens) {
        return new Ticket(
                new TicketId(id.value() + "." + number),
                List.of(variant.model()),
                requestClass,
                tenant,
                arrivedAt,
                deadline,
                pinned,
                excluded,
                unsuited,
                needsVision,
                window,
                tokens,
                maxTokens,
                prefix,
                tools,
                new VectorSpace(Map.of(variant.model(), variant)),
                attempt,
                fit,
                home);
    }

    /// The ticket of the next attempt, which stays away from an upstream that failed.
    public Ticket excluding(UpstreamId failed) {
        Set<UpstreamId> more = new LinkedHashSet<>(excluded);
        more.add(failed);
        return next(more, fit);
    }

    /// The ticket of the next attempt, after a server found that window too small for its prompt.
    public Ticket beyond(int tooSmall) {
        return next(excluded, fit.beyond(tooSmall));
    }

    /// The ticket of a second copy, which stays away from where the first one runs.
    public Ticket second(UpstreamId first) {
        Set<UpstreamId> more = new LinkedHashSet<>(excluded);
        more.add(first);
        return next(new TicketId(id.value() + "+"), more, fit);
    }

    private Ticket next(Set<UpstreamId> without, PromptFit known) {
        return next(id, without, known);
    }

    private Ticket next(TicketId number, Set<UpstreamId> without, PromptFit known) {
        return new Ticket(
                number,
                models,
                requestClass,
                tenant,
                arrivedAt,
                deadline,
                pinned,
                without,
                unsuited,
                needsVision,
                window,
                promptTokens,
                maxTokens,
                prefix,
                tools,
                vectors,
                attempt + 1,
                known,
                home);
    }
}
