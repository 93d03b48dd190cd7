package dev.herd.engine.gateway;

import dev.herd.engine.fleet.UpstreamId;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What others may know of a request that runs: enough to stop it when its upstream falls silent. Its thread says what
/// it waits for; once it has said that it waits no more, nothing that came of the waiting reaches it any more.
final class RunningCall {
    /// When the dialect's end has come, the end of the connection's framing follows at once, or never.
    private static final long LAST_BYTES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Abort abort;

    /// Changed under the lock of `abort` only, so that no stop comes of what is over.
    private volatile Wait current = new Wait(null, 0, 0);

    /// One time of waiting; compared by identity.
    ///
    /// @param upstream whose answer has not begun, null when it waits for none
    /// @param readingNanos longest silence of a begun stream, 0 when it reads none
    /// @param since `System.nanoTime()` at its start
    private record Wait(@Nullable UpstreamId upstream, long readingNanos, long since) {}

    RunningCall(Abort abort) {
        this.abort = abort;
    }

    Abort abort() {
        return abort;
    }

    /// It was sent to an upstream and waits for its answer.
    void sentTo(UpstreamId upstream) {
        turnTo(new Wait(upstream, 0, 0));
    }

    /// It waits for the next byte of a begun stream.
    void reads() {
        turnTo(new Wait(null, Long.MAX_VALUE, System.nanoTime()));
    }

    /// It waits for the end of a stream that has said all.
    void readsTheLast() {
        turnTo(new Wait(null, LAST_BYTES_NANOS, System.nanoTime()));
    }

    /// It waits for no upstream.
    void idle() {
        turnTo(new Wait(null, 0, 0));
    }

    private void turnTo(Wait next) {
        abort.exclusively(() -> current = next);
    }

    /// Stops it when what it waits for does not come.
    ///
    /// @param silent whether an upstream is given up
    /// @param stallNanos longest silence within a begun stream
    void look(Predicate<UpstreamId> silent, long stallNanos) {
        Wait seen = current;
        if (seen.upstream() != null && silent.test(seen.upstream())) {
            stop(Abort.Reason.UPSTREAM_SILENT, seen);
        } else if (seen.readingNanos() > 0
                && System.nanoTime() - seen.since() > Math.min(stallNanos, seen.readingNanos())) {
            stop(Abort.Reason.STALLED, seen);
        }
    }

    @SuppressWarnings("ReferenceEquality") // It is this very time of waiting that was too long.
    private void stop(Abort.Reason reason, Wait seen) {
        abort.exclusively(() -> {
            if (current == seen) {
                abort.stop(reason);
            }
        });
    }
}
