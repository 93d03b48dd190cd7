package dev.herd.engine.dispatch;

import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A lease in use. Closing it always frees its slot: one that was never finished counts as abandoned, so that a slot
/// cannot leak.
public final class HeldLease implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final Lease lease;
    private final Duration held;
    private final Duration queued;
    private final AtomicBoolean ended = new AtomicBoolean();

    HeldLease(Dispatcher dispatcher, Lease lease, Duration held, Duration queued) {
        this.dispatcher = dispatcher;
        this.lease = lease;
        this.held = held;
        this.queued = queued;
    }

    public Lease lease() {
        return lease;
    }

    /// How long there was no eligible machine.
    public Duration held() {
        return held;
    }

    /// How long it waited for a slot.
    public Duration queued() {
        return queued;
    }

    /// Frees the slot and says how it went. Only the first call counts.
    public void finish(Outcome outcome) {
        if (ended.compareAndSet(false, true)) {
            dispatcher.release(lease, outcome);
        }
    }

    @Override
    public void close() {
        finish(new Outcome.Abandoned());
    }
}
