package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one server's inventory again and again on its own virtual thread: gently while it answers, more often while it
/// does not, and at once when asked to.
final class UpstreamMonitor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamMonitor.class);

    private final UpstreamId upstream;
    private final InventoryReader reader;
    private final Pace pace;
    private final BooleanSupplier attended;
    private final UpstreamWatch.Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition poked = lock.newCondition();

    /// Who waits for the next reading to start, and end.
    private CompletableFuture<@Nullable Void> next = new CompletableFuture<>();

    private boolean wanted;
    private volatile boolean stopped;

    private final AtomicInteger unansweredInARow = new AtomicInteger();

    private long lastCounted;
    private boolean failed;

    /// @param attended whether anybody cares just now
    UpstreamMonitor(
            UpstreamId upstream,
            InventoryReader reader,
            Pace pace,
            BooleanSupplier attended,
            UpstreamWatch.Listener listener) {
        this.upstream = upstream;
        this.reader = reader;
        this.pace = pace;
        this.attended = attended;
        this.listener = listener;
    }

    int unansweredInARow() {
        return unansweredInARow.get();
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

    /// Somebody cares again: a reading that is old is made anew.
    void wake() {
        lock.lock();
        try {
            poked.signalAll();
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
        } catch (InterruptedException interrupted) {
            LOG.debug("no longer watching {}", upstream);
        } finally {
            begin().complete(null);
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
            answered();
            failed = false;
            listener.answered(upstream, reading);
        } catch (ReadingFailed failure) {
            failed = true;
            if (failure.wasAnswered()) {
                answered();
            } else {
                stayedSilent();
            }
            listener.failed(upstream, failure.state(), failure.reason());
        } catch (RuntimeException defect) {
            // Without this thread the server would never be looked at again.
            failed = true;
            LOG.error("the inventory of {} cannot be read", upstream, defect);
            listener.failed(upstream, UpstreamState.DOWN, "its inventory cannot be read");
        }
    }

    private void answered() {
        unansweredInARow.set(0);
    }

    /// Readings that requests asked for may follow each other at once, and would make a server that restarts silent
    /// within milliseconds: only those that are a pause apart count.
    private void stayedSilent() {
        long now = System.nanoTime();
        if (unansweredInARow.get() == 0 || now - lastCounted >= pace.whileDown().toNanos()) {
            lastCounted = now;
            unansweredInARow.incrementAndGet();
        }
    }

    private void pause() throws InterruptedException {
        long began = System.nanoTime();
        lock.lock();
        try {
            long left = length().toNanos();
            while (!wanted && !stopped && left > 0) {
                var _ = poked.awaitNanos(left);
                left = length().toNanos() - (System.nanoTime() - began);
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration length() {
        if (failed) {
            return pace.whileDown();
        }
        return attended.getAsBoolean() ? pace.whileUp() : pace.atRest();
    }
}
