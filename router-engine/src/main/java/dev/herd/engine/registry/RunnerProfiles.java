package dev.herd.engine.registry;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// The `num_ctx` this engine last sent to each runner: what Ollama compares the next request's with. Thread-safe.
public final class RunnerProfiles {
    /// A model that is not listed as loaded this long after a request was sent is taken for not loaded: longer than the
    /// load of a 70B model from disk.
    private static final Duration LOADING = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Map<InstanceId, Sent> sent = new ConcurrentHashMap<>();

    private record Sent(int window, Instant at) {}

    public RunnerProfiles(InstantSource clock) {
        this.clock = clock;
    }

    public void sent(InstanceId instance, int window) {
        sent.put(instance, new Sent(window, clock.instant()));
    }

    public void unloaded(InstanceId instance) {
        sent.remove(instance);
    }

    /// What the instance's runner was asked for, as far as this engine knows.
    public OptionalInt loadedWith(Holder holder) {
        Sent last = sent.get(holder.instance());
        if (last == null) {
            return OptionalInt.empty();
        }
        boolean loading = Duration.between(last.at(), clock.instant()).compareTo(LOADING) < 0;
        return holder.model().resident() != null || loading ? OptionalInt.of(last.window()) : OptionalInt.empty();
    }
}
