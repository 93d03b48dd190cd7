package dev.herd.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Whether anybody cares how the fleet is just now: who asks it for something, or looks at it. While nobody does,
/// servers and sensors are read more rarely, since each reading costs a machine's rest. Thread-safe.
final class Attention {
    /// Two readings long: an agent asks again within seconds, and whoever comes later starts a reading himself.
    static final Duration OF_A_REQUEST = Duration.ofSeconds(10);

    /// A window says again and again that it is shown; one that is hidden is looked at no more.
    static final Duration OF_A_WINDOW = Duration.ofSeconds(2);

    /// A request writes what all threads read at most this often.
    private static final long FINE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final AtomicLong end;

    /// @param nanos a clock of nanoseconds that never goes back
    Attention(LongSupplier nanos) {
        this.nanos = nanos;
        end = new AtomicLong(nanos.getAsLong() + OF_A_REQUEST.toNanos());
    }

    boolean isPaid() {
        return nanos.getAsLong() - end.get() < 0;
    }

    /// Somebody cares now, and for so long.
    ///
    /// @return whether nobody did before; to one of several who come at once
    boolean comes(Duration lasts) {
        long now = nanos.getAsLong();
        long before = end.get();
        long until = now + lasts.toNanos();
        if (until - before < FINE) {
            return false;
        }
        return end.compareAndSet(before, until) && now - before >= 0;
    }
}
