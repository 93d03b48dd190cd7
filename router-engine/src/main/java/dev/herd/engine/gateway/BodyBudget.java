package dev.herd.engine.gateway;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory all bodies together may take. Thread-safe.
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

    /// A share of it that grows, and is given back as a whole.
    Share share() {
        return new Share();
    }

    /// What one body has taken. For one thread.
    final class Share implements AutoCloseable {
        private long taken;

        private Share() {}

        boolean take(long bytes) {
            boolean granted = BodyBudget.this.take(bytes);
            taken += granted ? bytes : 0;
            return granted;
        }

        @Override
        public void close() {
            giveBack(taken);
            taken = 0;
        }
    }
}
