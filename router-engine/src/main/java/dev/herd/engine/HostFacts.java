package dev.herd.engine;

import dev.herd.engine.fleet.UpstreamId;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/// What an engine has to know of its machine and process.
///
/// @param instance differs from every other engine's that ever runs
/// @param environment the process's environment
/// @param slotsOf how many requests at once a server's process was started with, where that can be seen
public record HostFacts(
        String instance,
        String version,
        String hostName,
        Map<String, String> environment,
        Function<UpstreamId, OptionalInt> slotsOf) {
    public HostFacts {
        environment = Map.copyOf(environment);
    }

    OptionalInt slots(UpstreamId upstream) {
        return slotsOf.apply(upstream);
    }
}
