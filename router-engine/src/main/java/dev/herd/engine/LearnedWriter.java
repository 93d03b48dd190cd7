package dev.herd.engine;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.storage.LearnedFile;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what the engine learns, now and then and at its end. Thread-safe.
final class LearnedWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LearnedWriter.class);

    private final Dispatcher dispatcher;
    private final LearnedFile file;
    private final ReentrantLock lock = new ReentrantLock();

    LearnedWriter(Dispatcher dispatcher, LearnedFile file) {
        this.dispatcher = dispatcher;
        this.file = file;
    }

    @Override
    public void run() {
        lock.lock();
        try {
            file.save(dispatcher.learned());
        } catch (IOException unwritable) {
            LOG.warn("what was learned cannot be kept: {}", unwritable.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
