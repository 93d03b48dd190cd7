package dev.herd.engine;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.UpstreamId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The API keys of model servers, which stand in environment variables. Thread-safe.
final class UpstreamKeys {
    private final Map<String, String> environment;
    private final Map<UpstreamId, String> variables = new ConcurrentHashMap<>();

    UpstreamKeys(Map<String, String> environment) {
        this.environment = environment;
    }

    void add(UpstreamConfig server) {
        if (!server.keyEnv().isEmpty()) {
            variables.put(server.id(), server.keyEnv());
        }
    }

    /// Empty when the server needs none.
    String of(UpstreamId upstream) {
        String variable = variables.get(upstream);
        return variable == null ? "" : environment.getOrDefault(variable, "");
    }
}
