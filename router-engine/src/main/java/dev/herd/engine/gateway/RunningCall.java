package dev.herd.engine.gateway;

import dev.herd.engine.fleet.UpstreamId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What others may know of a request that runs: enough to stop it when its upstream falls silent. Its thread says what
/// it waits for; once it has said that it waits no more, nothing that came of the waiting reaches it any more.
final class RunningCall {
    /// When the dialect's end has come, the end of the connection's framing follows at once, or never.
    private static final long LAST_BYTES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Abort abort;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable UpstreamId waitingFor;
    private boolean reading;
    private long readingSince;
    private long mostNanos;

    RunningCall(Abort abort) {
        this.abort = abort;
    }

    Abort abort() {
        return abort;
    }

    /// It was sent to an upstream and waits for its answer.
    void sentTo(UpstreamId upstream) {
        set(upstream, 0);
    }

    /// It waits for the next byte of a begun stream.
    void reads() {
        set(null, Long.MAX_VALUE);
    }

    /// It waits for the end of a stream that has said all.
    void readsTheLast() {
        set(null, LAST_BYTES_NANOS);
    }

    /// It waits for no upstream.
    void idle() {
        set(null, 0);
    }

    private void set(@Nullable UpstreamId upstream, long readingNanos) {
        long now = readingNanos > 0 ? System.nanoTime() : 0;
        lock.lock();
        try {
            waitingFor = upstream;
            reading = readingNanos > 0;
            readingSince = now;
            mostNanos = readingNanos;
        } finally {
            lock.unlock();
        }
    }

    /// Stops it when what it waits for does not come.
    ///
    /// @param silent whether an upstream is given up
    /// @param stallNanos longest silence within a begun stream
    void look(Predicate<UpstreamId> silent, long stallNanos) {
        lock.lock();
        try {
            if (waitingFor != null && silent.test(waitingFor)) {
                abort.stop(Abort.Reason.UPSTREAM_SILENT);
            } else if (reading && System.nanoTime() - readingSince > Math.min(stallNanos, mostNanos)) {
                abort.stop(Abort.Reason.STALLED);
            }
        } finally {
            lock.unlock();
        }
    }
}
