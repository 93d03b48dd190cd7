package dev.herd.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Whether anybody cares how the fleet is just now: who asks it for something, or looks at it. While nobody does,
/// servers and sensors are read more rarely, since each reading costs a machine's rest. Thread-safe.
final class Attention {
    /// Two readings long: an agent asks again within seconds, and whoever comes later starts a reading himself.
    static final Duration LASTS = Duration.ofSeconds(10);

    /// A request writes what all threads read at most this often.
    private static final long FINE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final AtomicLong last;

    /// @param nanos a clock of nanoseconds that never goes back
    Attention(LongSupplier nanos) {
        this.nanos = nanos;
        last = new AtomicLong(nanos.getAsLong());
    }

    boolean isPaid() {
        return nanos.getAsLong() - last.get() < LASTS.toNanos();
    }

    /// Somebody cares now.
    ///
    /// @return whether nobody did before; to one of several who come at once
    boolean comes() {
        long now = nanos.getAsLong();
        long before = last.get();
        if (now - before < FINE) {
            return false;
        }
        return last.compareAndSet(before, now) && now - before >= LASTS.toNanos();
    }
}
