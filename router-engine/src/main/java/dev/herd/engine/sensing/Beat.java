package dev.herd.engine.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/// The moments at which sensors are read: multiples of the shortest period, so that readings go together.
///
/// @param length the shortest period, half a second at least
record Beat(Duration length) {
    private static final Duration SHORTEST = Duration.ofMillis(500);

    static Beat of(Collection<Duration> periods) {
        return new Beat(periods.stream()
                .min(Duration::compareTo)
                .filter(shortest -> shortest.compareTo(SHORTEST) > 0)
                .orElse(SHORTEST));
    }

    /// What is due so soon goes along.
    Duration slack() {
        return length.compareTo(SHORTEST.multipliedBy(2)) < 0 ? length.dividedBy(2) : SHORTEST;
    }

    /// A period in whole beats: the nearest, of two the shorter.
    Duration rounded(Duration period) {
        long unit = length.toNanos();
        return length.multipliedBy(Math.max(1, (2 * period.toNanos() + unit - 1) / (2 * unit)));
    }

    /// The first multiple of a rounded period that is later than `last`, and not just now.
    Instant after(Instant origin, Instant last, Duration period) {
        long since = Duration.between(origin, last.plus(slack())).toNanos();
        long nanos = period.toNanos();
        return origin.plusNanos((Math.floorDiv(since, nanos) + 1) * nanos);
    }
}
