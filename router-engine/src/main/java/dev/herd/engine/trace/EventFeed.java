package dev.herd.engine.trace;

import dev.herd.engine.api.EngineEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Tells those who watch what happens. Thread-safe; publishing never blocks: a watcher that is too slow loses events
/// and is told how many.
public final class EventFeed {
    private static final int MOST_WAITING = 1000;

    /// One for all watchers, so that each gets events in the order of their ids.
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private long lastId;

    /// What a watcher gets next.
    public sealed interface Next {
        /// @param id increases with each event
        record Happened(long id, EngineEvent event) implements Next {}

        /// Events were lost.
        record Gap(long id, long lost) implements Next {}
    }

    /// @param event only made when somebody watches
    public void publish(Supplier<EngineEvent> event) {
        EngineEvent made = subscriptions.isEmpty() ? null : event.get();
        lock.lock();
        try {
            lastId++;
            if (made != null) {
                var happened = new Next.Happened(lastId, made);
                subscriptions.forEach(subscription -> subscription.add(happened));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Starts to watch; to be closed.
    public Subscription subscribe() {
        var subscription = new Subscription();
        subscriptions.add(subscription);
        return subscription;
    }

    /// One watcher's queue. For one thread.
    public final class Subscription implements AutoCloseable {
        private final Condition arrived = lock.newCondition();
        private final Deque<Next.Happened> waiting = new ArrayDeque<>();
        private long lost;

        private Subscription() {}

        /// Under the lock.
        private void add(Next.Happened event) {
            if (waiting.size() >= MOST_WAITING) {
                waiting.removeFirst();
                lost++;
            }
            waiting.addLast(event);
            arrived.signal();
        }

        /// Waits for what comes next.
        ///
        /// @return empty when nothing came in that time
        public Optional<Next> next(Duration patience) throws InterruptedException {
            long left = patience.toNanos();
            lock.lock();
            try {
                while (waiting.isEmpty() && left > 0) {
                    left = arrived.awaitNanos(left);
                }
                if (lost > 0) {
                    var gap = new Next.Gap(waiting.getFirst().id() - 1, lost);
                    lost = 0;
                    return Optional.of(gap);
                }
                return Optional.ofNullable(waiting.pollFirst());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}
