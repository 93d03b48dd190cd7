package dev.herd.engine.gateway;

import java.util.concurrent.Semaphore;

/// The memory in which large requests are written for their servers. Writing one anew takes text, image, buffer and the
/// copy that is sent, four times its size; a few at once would take all that the process may have. They wait for each
/// other instead, in the order in which they came. Thread-safe.
final class Workbench {
    /// Half of the process's memory, beside the bodies themselves.
    static final long WHOLE = 256L << 20;

    /// What is smaller does not matter.
    static final int SMALL = 1 << 20;

    private static final int UNIT = 1 << 10;
    private static final int COPIES_OF_TRANSLATION = 4;

    private final int units;
    private final Semaphore free;

    Workbench(long bytes) {
        units = (int) (bytes / UNIT);
        free = new Semaphore(units, true);
    }

    /// Room for one request. For one thread.
    final class Place implements AutoCloseable {
        private final int written;
        private int held;

        private Place(int written, int held) {
            this.written = written;
            this.held = held;
        }

        /// The request is written: what it takes until it is sent is itself.
        void written() {
            free.release(held - written);
            held = written;
        }

        @Override
        public void close() {
            free.release(held);
            held = 0;
        }
    }

    /// Waits for room.
    ///
    /// @param bytes of the client's body
    /// @param translates whether it is written in another dialect
    Place take(int bytes, boolean translates) throws InterruptedException {
        if (bytes < SMALL) {
            return new Place(0, 0);
        }
        int written = Math.min(units, bytes / UNIT);
        int wanted = translates ? Math.min(units, written * COPIES_OF_TRANSLATION) : written;
        free.acquire(wanted);
        return new Place(written, wanted);
    }
}
