package dev.herd.engine.api;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;

/// What answers at an address.
public sealed interface ServerProbe {
    /// A model server.
    ///
    /// @param version as it states it, empty when it states none
    /// @param models how many it lists
    record Found(UpstreamId address, UpstreamKind kind, String version, int models) implements ServerProbe {}

    /// None that could be added.
    ///
    /// @param reason for the person, in one sentence
    record NotFound(String reason) implements ServerProbe {}
}
