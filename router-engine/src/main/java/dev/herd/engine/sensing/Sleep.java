package dev.herd.engine.sensing;

import java.io.IOException;

/// How this machine falls asleep and is kept from it.
public interface Sleep extends AutoCloseable {
    /// Of a system that tells nothing and takes no wishes.
    Sleep NONE = new Sleep() {
        @Override
        public void watch(Watcher watcher) throws IOException {
            throw new IOException("this system does not tell of sleep");
        }

        @Override
        public Hold stayAwake(String reason) throws IOException {
            throw new IOException("this system cannot be kept awake");
        }

        @Override
        public void close() {}
    };

    /// Hears of sleep. Called on a thread of the watcher's own.
    interface Watcher {
        /// The machine is about to sleep, and waits for this call to return: 5 s at most.
        void fallsAsleep();

        /// It is awake again, its network perhaps not yet.
        void wokeUp();
    }

    /// Tells `watcher` of sleep from now on. To be called once.
    ///
    /// @throws IOException when the system does not tell; a gap in time still shows that it slept
    void watch(Watcher watcher) throws IOException;

    /// Keeps the machine from falling asleep by itself until the hold is closed, or this process ends.
    ///
    /// @param reason for people who ask the system why it does not sleep
    /// @throws IOException when the system does not let it
    Hold stayAwake(String reason) throws IOException;

    @Override
    void close();

    /// A wish to stay awake.
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
