package dev.herd.engine.fleet;

import java.util.List;

/// One model server: where it is, how it answers, what it has.
///
/// @param reason why it is in its state, empty when it is up
/// @param version as the server states it, empty when unknown
/// @param current whether `models` was read since the server last changed its state to up; false means "last known"
public record Upstream(
        UpstreamId id,
        UpstreamKind kind,
        UpstreamState state,
        String reason,
        String version,
        boolean current,
        List<HostedModel> models) {

    public Upstream {
        models = List.copyOf(models);
    }
}
