package dev.herd.engine.pulling;

import dev.herd.engine.api.PullProgress;
import dev.herd.engine.fleet.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One who watches a pull: first what has been told so far, then each line as it comes, then the end. For one thread;
/// closing it leaves the pull alone.
public final class PullWatch implements AutoCloseable {
    /// A watcher that is further behind misses lines, which those that follow make up for.
    private static final int MOST_WAITING = 1000;

    private final Pull pull;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Deque<PullLine> waiting;
    private @Nullable PullEnd end;

    /// What comes next.
    public sealed interface Next {
        record Told(PullLine line) implements Next {}

        record Ended(PullEnd end) implements Next {}
    }

    /// @param lock the pull's
    PullWatch(Pull pull, ReentrantLock lock, Collection<PullLine> soFar) {
        this.pull = pull;
        this.lock = lock;
        this.changed = lock.newCondition();
        this.waiting = new ArrayDeque<>(soFar);
    }

    /// Where it is pulled to.
    public Node node() {
        return pull.node();
    }

    /// How far it is.
    public PullProgress progress() {
        return pull.progress();
    }

    /// Under the lock.
    void tell(PullLine line) {
        if (waiting.size() >= MOST_WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(line);
        changed.signal();
    }

    /// Under the lock.
    void end(PullEnd how) {
        end = how;
        changed.signal();
    }

    /// Waits for what comes next.
    public Next next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && end == null) {
                changed.await();
            }
            PullLine line = waiting.pollFirst();
            PullEnd how = end;
            if (line != null) {
                return new Next.Told(line);
            }
            if (how == null) {
                throw new IllegalStateException("woken for nothing");
            }
            return new Next.Ended(how);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end.
    public PullEnd awaitEnd() throws InterruptedException {
        lock.lock();
        try {
            PullEnd how = end;
            while (how == null) {
                changed.await();
                how = end;
            }
            return how;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end for a while.
    ///
    /// @return empty when it did not come in that time
    public Optional<PullEnd> awaitEnd(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (end == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(end);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        pull.leave(this);
    }
}
