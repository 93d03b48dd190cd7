package dev.herd.engine.dispatch;

import dev.herd.engine.placement.Refusal;
import dev.herd.engine.scheduling.Effect;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One thread that waits for its ticket's answer. The hand-over is one compare-and-set: either the answer arrives or
/// the waiter has left, never both, so that no granted lease is dropped between the two.
final class Waiter {
    private static final Object LEFT = new Object();

    private final Thread thread = Thread.currentThread();
    private final AtomicReference<@Nullable Object> answer = new AtomicReference<>();
    private final AtomicReference<Effect.@Nullable Wait> news = new AtomicReference<>();

    /// Hands over a grant.
    ///
    /// @return false when the waiter has left: whoever granted must take the lease back
    boolean grant(Effect.Grant grant) {
        return hand(grant);
    }

    void refuse(Refusal refusal) {
        hand(refusal);
    }

    private boolean hand(Object value) {
        boolean handed = answer.compareAndSet(null, value);
        if (handed) {
            LockSupport.unpark(thread);
        }
        return handed;
    }

    /// Tells what is waited for from now on.
    void waits(Effect.Wait wait) {
        news.set(wait);
        LockSupport.unpark(thread);
    }

    /// Takes the answer if it is there, and none any more if it is not.
    @Nullable
    Object leave() {
        return answer.compareAndSet(null, LEFT) ? null : answer.get();
    }

    /// Waits for the answer: a [Effect.Grant] or a [Refusal]; null when interrupted before one came, in which case none
    /// will be taken any more.
    ///
    /// @param listener is told what is waited for, whenever that changes
    @Nullable
    Object await(Dispatcher.WaitListener listener) {
        while (true) {
            Effect.Wait wait = news.getAndSet(null);
            if (wait != null) {
                listener.waiting(wait.held());
            }
            Object value = answer.get();
            if (value != null) {
                return value;
            }
            if (Thread.currentThread().isInterrupted() && answer.compareAndSet(null, LEFT)) {
                return null;
            }
            // Returns at once when something came since, as that unparked this thread.
            LockSupport.park(this);
        }
    }
}
