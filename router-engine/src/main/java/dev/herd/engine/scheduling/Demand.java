package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.learning.Bounded;
import java.time.Instant;
import java.util.List;

/// How often each model is asked for, as a count that halves every ten minutes.
final class Demand {
    private static final double HALF_LIFE_SECONDS = 600;

    /// How far ahead an eviction is thought of: as long as the past that tells about it.
    private static final double HORIZON_SECONDS = 600;

    private final Bounded<ModelRef, Count> counts = new Bounded<>();

    private record Count(double value, Instant at) {
        double at(Instant now) {
            return value * Math.exp(-Math.log(2) * Math.max(0, Moments.seconds(at, now)) / HALF_LIFE_SECONDS);
        }
    }

    void asked(ModelRef model, Instant at) {
        Count old = counts.get(model);
        counts.put(model, new Count(1 + (old == null ? 0 : old.at(at)), at));
    }

    /// What has been asked for at all, as far as that is remembered.
    List<ModelRef> models() {
        return List.copyOf(counts.keySet());
    }

    /// Requests per second.
    double rate(ModelRef model, Instant at) {
        Count count = counts.get(model);
        return count == null ? 0 : count.at(at) * Math.log(2) / HALF_LIFE_SECONDS;
    }

    /// Probability that somebody asks for it soon, were requests to come by chance at that rate.
    double chanceOfNeed(ModelRef model, Instant at) {
        return 1 - Math.exp(-rate(model, at) * HORIZON_SECONDS);
    }
}
