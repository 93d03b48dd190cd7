package dev.herd.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every thread of the engine but Undertow's: one virtual thread per request and per watched server, one for timers,
/// one that writes the history.
final class Threads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("worker-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timer").daemon(true).factory());
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("history").daemon(true).factory());

    /// Starts a virtual thread for each task.
    ExecutorService workers() {
        return workers;
    }

    /// For short tasks.
    ScheduledExecutorService timer() {
        return timer;
    }

    /// For the history alone: SQLite's driver holds on to its carrier.
    ExecutorService writer() {
        return writer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        writer.shutdownNow();
        try {
            if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.debug("some tasks did not end when interrupted");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
