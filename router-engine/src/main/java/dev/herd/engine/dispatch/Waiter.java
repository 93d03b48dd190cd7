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

    /// Waits for the answer: a [Effect.Grant] or a [Refusal]; null when interrupted before one came, in which case none
    /// will be taken any more.
    @Nullable
    Object await() {
        while (true) {
            Object value = answer.get();
            if (value != null) {
                return value;
            }
            if (Thread.currentThread().isInterrupted() && answer.compareAndSet(null, LEFT)) {
                return null;
            }
            LockSupport.park(this);
        }
    }
}
