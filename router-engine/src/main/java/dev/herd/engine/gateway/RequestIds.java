package dev.herd.engine.gateway;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Makes the ids of requests: short, unique per home, and in the order of arrival. Thread-safe.
final class RequestIds {
    private static final int RADIX = 36;

    private final String prefix;
    private final AtomicLong counter = new AtomicLong();

    /// @param start when the engine started, to the millisecond different from its last start
    RequestIds(Instant start) {
        prefix = "r" + Long.toString(start.toEpochMilli(), RADIX) + "-";
    }

    String next() {
        return prefix + Long.toString(counter.incrementAndGet(), RADIX);
    }
}
