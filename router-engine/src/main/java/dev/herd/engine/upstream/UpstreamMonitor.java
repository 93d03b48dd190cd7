package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one server's inventory again and again on its own virtual thread: gently while it answers, more often while it
/// does not, and at once when asked to.
final class UpstreamMonitor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamMonitor.class);
    private static final Duration WHILE_UP = Duration.ofSeconds(5);
    private static final Duration WHILE_DOWN = Duration.ofSeconds(2);

    private final UpstreamId upstream;
    private final InventoryReader reader;
    private final UpstreamWatch.Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition poked = lock.newCondition();

    /// Who waits for the next reading to start, and end.
    private CompletableFuture<@Nullable Void> next = new CompletableFuture<>();

    private boolean wanted;
    private volatile boolean stopped;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    UpstreamMonitor(UpstreamId upstream, InventoryReader reader, UpstreamWatch.Listener listener) {
        this.upstream = upstream;
        this.reader = reader;
        this.listener = listener;
    }

    int failuresInARow() {
        return failuresInARow.get();
    }

    /// Reads no more.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            poked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a reading that begins after this call. Callers share one.
    ///
    /// @return completes when that reading is over
    CompletableFuture<@Nullable Void> refresh() {
        lock.lock();
        try {
            wanted = true;
            poked.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped && !Thread.currentThread().isInterrupted()) {
                CompletableFuture<@Nullable Void> current = begin();
                try {
                    readOnce();
                } finally {
                    current.complete(null);
                }
                pause();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("no longer watching {}", upstream);
        }
    }

    private CompletableFuture<@Nullable Void> begin() {
        lock.lock();
        try {
            CompletableFuture<@Nullable Void> current = next;
            next = new CompletableFuture<>();
            wanted = false;
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void readOnce() throws InterruptedException {
        try {
            Reading reading = reader.read();
            failuresInARow.set(0);
            listener.answered(upstream, reading);
        } catch (ReadingFailed failed) {
            failuresInARow.incrementAndGet();
            listener.failed(upstream, failed.state(), failed.reason());
        }
    }

    private void pause() throws InterruptedException {
        long left = (failuresInARow.get() == 0 ? WHILE_UP : WHILE_DOWN).toNanos();
        lock.lock();
        try {
            while (!wanted && !stopped && left > 0) {
                left = poked.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
