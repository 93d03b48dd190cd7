package dev.herd.engine.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// Stands still until it is moved. Thread-safe.
public final class FakeClock implements InstantSource {
    public static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Override
    public Instant instant() {
        return now.get();
    }

    public void forward(Duration duration) {
        now.updateAndGet(moment -> moment.plus(duration));
    }
}
