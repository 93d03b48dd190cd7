package dev.herd.engine.gateway;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory all request bodies together may take. Thread-safe.
final class BodyBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    /// Takes bytes from the budget.
    ///
    /// @return false when there are not as many left; nothing is taken then
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
