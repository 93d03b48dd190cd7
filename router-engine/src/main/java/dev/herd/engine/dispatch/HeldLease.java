package dev.herd.engine.dispatch;

import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.scheduling.Effect;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A lease in use. Closing it always frees its slot: one that was never finished counts as abandoned, so that
/// a slot cannot leak.
public final class HeldLease implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final Lease lease;
    private final Duration held;
    private final Duration queued;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// How it makes way; null until that is known, and once it was told.
    private final AtomicReference<@Nullable Runnable> way = new AtomicReference<>();

    private volatile boolean unwanted;

    /// How it steps back; null until that is known.
    private volatile @Nullable Consumer<Effect.StepBack> back;

    /// The last it was told of that.
    private volatile Effect.@Nullable StepBack told;

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

    /// Says how it makes way for a more urgent request: by giving up what runs and ending as
    /// [Outcome.Preempted]. Called on another thread, at most once, and at once when that was wanted before.
    public void onMakeWay(Runnable how) {
        way.set(how);
        if (unwanted) {
            tell();
        }
    }

    /// Says how it steps back when its machine's person needs the machine. Called on another thread, as often as that
    /// is told, and at once when it was told before.
    public void onStepBack(Consumer<Effect.StepBack> how) {
        back = how;
        Effect.StepBack before = told;
        if (before != null) {
            how.accept(before);
        }
    }

    /// Its machine's person needs the machine.
    void stepBack(Effect.StepBack wish) {
        told = wish;
        Consumer<Effect.StepBack> how = back;
        if (how != null && !ended.get()) {
            how.accept(wish);
        }
    }

    /// Takes over what another object for the same lease was told before this one was there.
    void takeOver(HeldLease before) {
        if (before.unwanted) {
            makeWay();
        }
        Effect.StepBack wish = before.told;
        if (wish != null) {
            stepBack(wish);
        }
    }

    /// It is to make way.
    void makeWay() {
        unwanted = true;
        tell();
    }

    private void tell() {
        Runnable how = way.getAndSet(null);
        if (how != null && !ended.get()) {
            how.run();
        }
    }

    /// Its client gets something now, so that it makes way for nobody any more.
    public void began() {
        if (lease.ticket().requestClass() == RequestClass.BATCH) {
            dispatcher.began(lease);
        }
    }

    /// Its client wants the model out of memory when the answer has ended.
    public void unwanted() {
        dispatcher.unwanted(lease.holder().model().ref());
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
