package dev.herd.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every thread of the engine but Undertow's: one virtual thread per request and per watched server, one for timers,
/// one that writes the history, and a few that listen to the system, which wait in native calls.
final class Threads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("worker-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timer").daemon(true).factory());
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("history").daemon(true).factory());

    private final ExecutorService listeners = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("listener-", 0).daemon(true).factory());

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

    /// Starts a thread of the system's own for each task: for the few that wait in the kernel, or that the system has
    /// to
    /// know again.
    ExecutorService listeners() {
        return listeners;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        listeners.shutdownNow();
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
