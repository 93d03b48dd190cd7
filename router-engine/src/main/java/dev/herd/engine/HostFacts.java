package dev.herd.engine;

import dev.herd.engine.config.NodeConfig;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// What an engine has to know of its machine and process.
///
/// @param instance differs from every other engine's that ever runs
/// @param environment the process's environment
/// @param slotsOf how many requests at once a server's process was started with, where that can be seen
/// @param sensors opens this machine's sensors, which may take a while
public record HostFacts(
        String instance,
        String version,
        String hostName,
        Map<String, String> environment,
        Function<UpstreamId, OptionalInt> slotsOf,
        SensorOpener sensors) {
    /// Opens sensors.
    public interface SensorOpener {
        /// Those of one kind in order of preference.
        ///
        /// @param environment the process's
        /// @param threads for what listens to the system
        MachineSensors.Opened open(InstantSource clock, Map<String, String> environment, Executor threads);
    }

    /// Of a process that reads the sensors of the machine it runs on.
    public HostFacts(
            String instance,
            String version,
            String hostName,
            Map<String, String> environment,
            Function<UpstreamId, OptionalInt> slotsOf) {
        this(
                instance,
                version,
                hostName,
                environment,
                slotsOf,
                (clock, facts, threads) -> new MachineSensors(clock, facts, threads).open());
    }

    public HostFacts {
        environment = Map.copyOf(environment);
    }

    MachineSensors.Opened openSensors(InstantSource clock, Executor threads) {
        return sensors.open(clock, environment, threads);
    }

    /// Where Ollama listens on this machine, as its own setting says; empty for its usual place.
    String ollamaHost() {
        return environment.getOrDefault("OLLAMA_HOST", "");
    }

    /// The machine as a node of the fleet.
    NodeId node(NodeConfig config) {
        return new NodeId(config.name().isEmpty() ? hostName : config.name());
    }

    OptionalInt slots(UpstreamId upstream) {
        return slotsOf.apply(upstream);
    }
}
