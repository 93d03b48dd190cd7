package dev.herd.engine.scheduling;

import java.time.Instant;

/// Seconds between moments, without an object for each.
final class Moments {
    private Moments() {}

    static double seconds(Instant from, Instant until) {
        return (until.getEpochSecond() - from.getEpochSecond()) + (until.getNano() - from.getNano()) / 1e9;
    }

    /// Seconds on the scale that the queue and the caches count in.
    static double onScale(Instant at) {
        return seconds(Instant.EPOCH, at);
    }

    static Instant after(Instant from, double seconds) {
        return from.plusNanos(Math.round(seconds * 1e9));
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
