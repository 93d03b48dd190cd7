package dev.herd.engine;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what the engine learns, now and then and at its end. Thread-safe.
final class LearnedWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LearnedWriter.class);

    private final String what;
    private final Saving saving;
    private final ReentrantLock lock = new ReentrantLock();

    /// Writes it as it is now.
    interface Saving {
        void save() throws IOException;
    }

    /// @param what is learned, for the log
    LearnedWriter(String what, Saving saving) {
        this.what = what;
        this.saving = saving;
    }

    @Override
    public void run() {
        lock.lock();
        try {
            saving.save();
        } catch (IOException unwritable) {
            LOG.warn("what was learned of {} cannot be kept: {}", what, unwritable.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
