package dev.herd.engine.upstream;

import java.time.Duration;

/// How often servers are asked for their inventory.
///
/// @param whileUp between two readings of a server that answers, while anybody cares
/// @param atRest the same while nobody does
/// @param whileDown between two readings of one that does not
/// @param silence longest wait for a byte of an answer
public record Pace(Duration whileUp, Duration atRest, Duration whileDown, Duration silence) {
    /// Gentle with those who answer; one that is down is used again soon after its return. A server that lives answers
    /// from memory, a busy machine within a second.
    public static final Pace DEFAULT =
            new Pace(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(3));

    /// As often whether anybody cares or not.
    public static Pace steady(Duration whileUp, Duration whileDown, Duration silence) {
        return new Pace(whileUp, whileUp, whileDown, silence);
    }
}
