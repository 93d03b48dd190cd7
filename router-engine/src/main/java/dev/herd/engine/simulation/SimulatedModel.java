package dev.herd.engine.simulation;

import java.util.Set;

/// A model as simulated machines have it on their disks.
///
/// @param name as clients ask for it
/// @param sizeBytes of its weights, above 0
/// @param parameters how many it has, above 0
/// @param layers of attention, and `keyValueWidth` values kept per layer and token, twice: they decide the cache's size
/// @param trainedWindow longest context in tokens
public record SimulatedModel(
        String name,
        String family,
        long sizeBytes,
        double parameters,
        int layers,
        int keyValueWidth,
        int trainedWindow,
        Set<String> capabilities) {
    /// Keys and values are kept as 16-bit floats.
    private static final long BYTES_PER_VALUE = 2;

    public SimulatedModel {
        capabilities = Set.copyOf(capabilities);
    }

    /// Memory of its cache of keys and values: `2 × layers × width × 2 bytes` per token and slot.
    public long cacheBytes(int window, int slots) {
        return 2 * BYTES_PER_VALUE * layers * keyValueWidth * window * slots;
    }
}
