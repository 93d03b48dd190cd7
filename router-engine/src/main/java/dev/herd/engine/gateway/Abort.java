package dev.herd.engine.gateway;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How a running request is stopped from outside: the first reason is kept, and the request's thread is interrupted,
/// which ends whatever it waits for. Thread-safe.
final class Abort {
    /// Why a request is stopped.
    enum Reason {
        CLIENT_GONE,
        CANCELLED_BY_OPERATOR,
        /// No first byte within `X-Herd-Deadline`.
        DEADLINE,
        /// The upstream stopped answering its inventory while this request waited for it.
        UPSTREAM_SILENT,
        /// A begun stream gave nothing for too long.
        STALLED,
        STOPPING
    }

    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
    private volatile @Nullable Thread thread;

    /// Binds the request's thread; a reason that came before interrupts it at once.
    void bind(Thread running) {
        thread = running;
        if (reason.get() != null) {
            running.interrupt();
        }
    }

    /// Forgets the thread: nothing is interrupted any more.
    void unbind() {
        thread = null;
    }

    void stop(Reason why) {
        if (reason.compareAndSet(null, why)) {
            Thread running = thread;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    /// Takes back a reason that the request survives by trying elsewhere.
    void clear(Reason why) {
        reason.compareAndSet(why, null);
    }

    @Nullable
    Reason reason() {
        return reason.get();
    }
}
