package dev.herd.engine.learning;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.placement.Footprint;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How much memory a model takes with a window, measured: by server, weights and slots, since a server may keep its
/// cache in another precision, and each slot has a window of its own. Confined to one thread at a time.
///
/// Memory is not taken to be linear in the window: models whose attention slides stop growing, others do not. What was
/// seen with that window is believed; between two seen windows lies a straight line; beyond the largest the last slope
/// goes on, which for models that stop growing is nearly flat. With one seen window all that exceeds the weights on
/// disk is taken to grow with the window, which is the most it can. What another server has seen of the same weights
/// counts where this one has seen nothing.
///
/// Where nobody has, it is the size on disk and the cache that the model's make asks for ([HostedModel#cacheBytes])
/// with the window and slots. Servers may keep the cache in fewer bits, 4.5 a value at the least (`q4_0` of
/// `OLLAMA_KV_CACHE_TYPE`): that much is certain.
public final class MemoryLaw {
    /// `q4_0`: 18 bytes for 32 values, against two bytes a value.
    private static final double LEAST_PRECISION = 18.0 / 64;

    private final Bounded<Weights, Map<UpstreamId, NavigableMap<Integer, Long>>> seen = new Bounded<>();

    /// Of what it was measured.
    ///
    /// @param weights names them among all servers: their digest, the model's name where there is none
    public record Key(UpstreamId upstream, String weights, int slots) {}

    private record Weights(String name, int slots) {
        static Weights of(HostedModel model) {
            String digest = model.digest();
            return new Weights(digest.isEmpty() ? model.ref().name() : digest, model.slots());
        }
    }

    /// Goes on from what was measured before.
    void restore(Map<Key, Map<Integer, Long>> before) {
        before.forEach((key, windows) ->
                of(key.upstream(), new Weights(key.weights(), key.slots())).putAll(windows));
    }

    /// What was measured: bytes by window, by what.
    Map<Key, Map<Integer, Long>> measured() {
        Map<Key, Map<Integer, Long>> copy = new LinkedHashMap<>();
        seen.forEach((weights, servers) -> servers.forEach((upstream, windows) ->
                copy.put(new Key(upstream, weights.name(), weights.slots()), Map.copyOf(windows))));
        return copy;
    }

    private NavigableMap<Integer, Long> of(UpstreamId upstream, Weights weights) {
        return seen.computeIfAbsent(weights, name -> new TreeMap<>(Comparator.comparing(UpstreamId::url)))
                .computeIfAbsent(upstream, server -> new TreeMap<>());
    }

    /// Takes what a server says that a loaded model takes. What it lists by another name is counted there.
    public void loaded(UpstreamId upstream, HostedModel model) {
        Residency resident = model.resident();
        if (resident != null && resident.sizeBytes() > 0 && resident.window() > 0 && !resident.underAnotherName()) {
            of(upstream, Weights.of(model)).put(resident.window(), resident.sizeBytes());
        }
    }

    /// Bytes that a model is going to take.
    ///
    /// @param window in tokens; 0 where nobody knows, which is taken for the largest that was seen
    /// @return 0 when nothing is known, not even its size on disk
    public long bytes(UpstreamId upstream, HostedModel model, int window) {
        return bytes(upstream, model, window, 1);
    }

    /// The same as far as that is certain.
    public long leastBytes(UpstreamId upstream, HostedModel model, int window) {
        return bytes(upstream, model, window, LEAST_PRECISION);
    }

    private long bytes(UpstreamId upstream, HostedModel model, int window, double precision) {
        NavigableMap<Integer, Long> windows = find(upstream, Weights.of(model));
        long disk = model.sizeBytes();
        if (windows == null) {
            return disk == 0 ? 0 : disk + Math.round(precision * cache(model, window));
        }
        Long exactly = window > 0 ? windows.get(window) : windows.lastEntry().getValue();
        return exactly != null ? exactly : Math.max(disk, Math.round(between(windows, window, disk)));
    }

    /// Bytes that a cache of 16 bits takes with that window, as far as the model has so much; 0 when unknown.
    private static double cache(HostedModel model, int window) {
        int asked = window > 0 ? window : Footprint.LEAST_DEFAULT;
        int most = model.trainedWindow() > 0 ? model.trainedWindow() : Integer.MAX_VALUE;
        return model.embedsOnly() ? 0 : (double) model.cacheBytes() * Math.min(asked, most) * model.slots();
    }

    private @Nullable NavigableMap<Integer, Long> find(UpstreamId upstream, Weights weights) {
        Map<UpstreamId, NavigableMap<Integer, Long>> servers = seen.get(weights);
        if (servers == null) {
            return null;
        }
        NavigableMap<Integer, Long> own = servers.get(upstream);
        return own != null
                ? own
                : servers.values().stream()
                        .max(Comparator.comparingInt(Map::size))
                        .orElse(null);
    }

    private static double between(NavigableMap<Integer, Long> windows, int window, long disk) {
        Entry<Integer, Long> above = windows.higherEntry(window);
        Entry<Integer, Long> below = windows.lowerEntry(window);
        if (below == null) {
            // Smaller than any that was seen takes no more than the smallest of them.
            return windows.firstEntry().getValue();
        }
        if (above != null) {
            return line(below, above, window);
        }
        Entry<Integer, Long> before = windows.lowerEntry(below.getKey());
        if (before == null) {
            double beyondWeights = Math.max(0, below.getValue() - disk);
            return below.getValue() + beyondWeights * (window - below.getKey()) / below.getKey();
        }
        return Math.max(below.getValue(), line(before, below, window));
    }

    private static double line(Entry<Integer, Long> from, Entry<Integer, Long> to, int window) {
        double slope = (double) (to.getValue() - from.getValue()) / (to.getKey() - from.getKey());
        return from.getValue() + slope * (window - from.getKey());
    }
}
