package dev.herd.engine.gateway;

import dev.herd.engine.config.PullPolicy;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.pulling.PullEnd;
import dev.herd.engine.pulling.PullOrder;
import dev.herd.engine.pulling.PullRejectedException;
import dev.herd.engine.pulling.PullWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of a request for a model that no machine has: see [PullPolicy].
final class MissingModel {
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Gateway.Pulling pulling;
    private final Fleet fleet;
    private final InstantSource clock;

    MissingModel(Gateway.Pulling pulling, Fleet fleet, InstantSource clock) {
        this.pulling = pulling;
        this.fleet = fleet;
        this.clock = clock;
    }

    /// What a request wants of a model.
    ///
    /// @param name as the client spelled it
    /// @param pinned the only machine it may run on, null when any may
    /// @param deadline null when it has none
    record Wish(
            String name, @Nullable NodeId pinned, @Nullable Instant deadline) {}

    /// Returns once the model has been pulled, where that may be.
    ///
    /// @param notFound the answer otherwise
    void fetch(Wish wish, Rejection notFound, RequestProgress progress) throws Rejection, InterruptedException {
        if (pulling.policy() == PullPolicy.NEVER || !PullableName.is(wish.name()) || !anyOllama()) {
            throw notFound;
        }
        if (pulling.policy() == PullPolicy.ASK) {
            throw notFound.with(Map.of(FleetHeaders.HINT, "herd pull " + wish.name()));
        }
        Instant began = clock.instant();
        progress.waiting(true);
        try (PullWatch watch = pulling.pulls().begin(new PullOrder(wish.name(), wish.pinned(), false, true))) {
            Optional<PullEnd> end = watch.awaitEnd(patience(wish.deadline(), began));
            if (end.isEmpty()) {
                throw tooLong(wish.name(), watch);
            }
            switch (end.get()) {
                case PullEnd.Pulled _ -> progress.held(Duration.between(began, clock.instant()));
                case PullEnd.Failed(int _, String reason, String _) -> throw failed(notFound, watch, reason);
                case PullEnd.Stopped(String reason) -> throw failed(notFound, watch, reason);
            }
        } catch (PullRejectedException rejected) {
            throw Rejection.later(503, rejected.reason(), RETRY, "not_pulled");
        }
    }

    private boolean anyOllama() {
        return fleet.snapshot().nodes().stream()
                .flatMap(node -> node.upstreams().stream())
                .anyMatch(upstream -> upstream.kind() == UpstreamKind.OLLAMA);
    }

    private Duration patience(@Nullable Instant deadline, Instant now) {
        return deadline == null ? pulling.longest() : Duration.between(now, deadline);
    }

    private static Rejection tooLong(String name, PullWatch watch) {
        var progress = watch.progress();
        String part = progress.totalBytes() == 0
                ? ""
                : ", " + progress.completedBytes() * 100 / progress.totalBytes() + " % are there";
        String message =
                "model '" + name + "' is still being pulled to " + watch.node().name() + part;
        return Rejection.later(503, message, RETRY, "pulling");
    }

    private static Rejection failed(Rejection notFound, PullWatch watch, String reason) {
        String message = notFound.message() + ", and it could not be pulled to "
                + watch.node().name() + ": " + reason;
        return Rejection.refused(404, message, notFound.reason());
    }
}
