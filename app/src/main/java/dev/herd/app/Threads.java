package dev.herd.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every thread of the app but the toolkit's, AWT's and the engine's.
final class Threads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
            .name("window-", 0)
            .uncaughtExceptionHandler(Threads::log)
            .factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("window-timer").daemon(true).factory());

    /// Runs what needs not wait for the command line to be read.
    static void besideTheCommandLine(Runnable task) {
        Thread.ofPlatform().name("toolkit-start").daemon(true).start(task);
    }

    private static void log(Thread thread, Throwable defect) {
        LOG.error("a task of the window's failed on {}", thread.getName(), defect);
    }

    /// Starts a virtual thread for each task.
    ExecutorService workers() {
        return workers;
    }

    /// For short tasks.
    ScheduledExecutorService timer() {
        return timer;
    }

    /// Lets short tasks end, such as one that writes a file, and interrupts the others.
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
