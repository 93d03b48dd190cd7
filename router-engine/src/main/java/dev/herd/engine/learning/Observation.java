package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One answer that came to its end, with what there was to know when it did.
///
/// @param beside how many others ran on the machine meanwhile, on the average
/// @param speed share of its full speed that the machine had meanwhile, on the average, as its sensors tell
/// @param believedCached tokens of the prompt that the instance was believed to have in its cache
/// @param at when it came to its end
/// @param expected what was predicted of it; null when nothing was
public record Observation(
        Ticket ticket,
        Holder holder,
        Outcome.Served answer,
        double beside,
        double speed,
        int believedCached,
        Instant at,
        @Nullable Expectation expected) {

    /// One of which nothing was predicted.
    public Observation(
            Ticket ticket,
            Holder holder,
            Outcome.Served answer,
            double beside,
            double speed,
            int believedCached,
            Instant at) {
        this(ticket, holder, answer, beside, speed, believedCached, at, null);
    }
}
