package dev.herd.engine.config;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import org.jspecify.annotations.Nullable;

/// A model server named by the person.
///
/// @param id its address
/// @param name its node's name and id; `host:port` unless given
/// @param kind what it speaks, null to find out
/// @param slots requests at once per model, 0 to find out
/// @param memoryBytes memory for models, 0 when unknown
/// @param chip for the hardware priors, empty when unknown
/// @param keyEnv environment variable that holds the server's API key, empty when it needs none
public record UpstreamConfig(
        UpstreamId id,
        String name,
        @Nullable UpstreamKind kind,
        int slots,
        long memoryBytes,
        String chip,
        String keyEnv) {
    public static final int MAX_SLOTS = 256;

    public UpstreamConfig {
        if (slots < 0 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots must be 1 to " + MAX_SLOTS + ", not " + slots);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("an upstream's name must not be blank");
        }
    }
}
