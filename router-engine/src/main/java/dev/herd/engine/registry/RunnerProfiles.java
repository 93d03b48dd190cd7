package dev.herd.engine.registry;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.RunnerId;
import dev.herd.engine.fleet.RunnerLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The `num_ctx` this engine last sent to each runner: what Ollama compares the next request's with. Thread-safe.
public final class RunnerProfiles {
    /// A model that is not listed as loaded this long after a request was sent is taken for not loaded: longer than the
    /// load of a 70B model from disk.
    private static final Duration LOADING = Duration.ofMinutes(2);

    /// A runner that grew does not grow again within this time unless a request needs it: as long as the largest models
    /// load, so that at most half of the time goes into loading.
    private static final Duration COOL_DOWN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<RunnerId, Sent> sent = new ConcurrentHashMap<>();

    /// @param window 0 for none
    /// @param grewAt when its window last grew, null when it has not
    private record Sent(int window, Instant at, @Nullable Instant grewAt) {}

    public RunnerProfiles(InstantSource clock) {
        this.clock = clock;
    }

    /// A request goes to the instance.
    ///
    /// @param window its `num_ctx`, 0 when it names none
    public void sent(Holder holder, int window) {
        Instant now = clock.instant();
        Residency resident = holder.model().resident();
        boolean grows = resident != null && resident.window() > 0 && window > resident.window();
        sent.compute(
                holder.runner(),
                (runner, last) -> new Sent(
                        window,
                        now,
                        grows && (last == null || window > last.window()) ? now : last == null ? null : last.grewAt()));
    }

    public void unloaded(Holder holder) {
        sent.remove(holder.runner());
    }

    /// How the instance's runner was loaded, as far as this engine knows.
    public RunnerLoad load(Holder holder) {
        Sent last = sent.get(holder.runner());
        if (last == null) {
            return RunnerLoad.UNKNOWN;
        }
        boolean loading = isWithin(last.at(), LOADING);
        boolean loaded = holder.model().resident() != null || loading;
        boolean grown = last.grewAt() != null && isWithin(last.grewAt(), COOL_DOWN);
        return new RunnerLoad(loaded ? OptionalInt.of(last.window()) : OptionalInt.empty(), grown);
    }

    private boolean isWithin(Instant moment, Duration time) {
        return Duration.between(moment, clock.instant()).compareTo(time) < 0;
    }
}
