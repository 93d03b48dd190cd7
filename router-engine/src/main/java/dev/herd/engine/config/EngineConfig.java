package dev.herd.engine.config;

import java.nio.file.Path;
import java.util.List;

/// Everything that can be set, one record per feature, defaults applied.
///
/// @param home the directory that holds every file Herd writes
/// @param node this machine
/// @param endpoint where clients connect
/// @param local model servers on this machine
/// @param demo simulated machines
/// @param upstreams model servers named by the person
/// @param queue how long requests may wait
/// @param limits sizes
/// @param traces the history
/// @param pulls whether requests may have models pulled
/// @param person how this machine treats its person
public record EngineConfig(
        Path home,
        NodeConfig node,
        EndpointConfig endpoint,
        LocalConfig local,
        DemoConfig demo,
        List<UpstreamConfig> upstreams,
        QueueConfig queue,
        LimitsConfig limits,
        TracesConfig traces,
        PullsConfig pulls,
        PersonConfig person) {
    public EngineConfig {
        upstreams = List.copyOf(upstreams);
    }
}
