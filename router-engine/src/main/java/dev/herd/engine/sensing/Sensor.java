package dev.herd.engine.sensing;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.io.IOException;
import java.time.Duration;

/// Reads one signal of this machine. Used by one thread at a time, which it may block: whoever asks it gives it a
/// thread of its own and stops waiting after a while.
public interface Sensor<T extends Signal> extends AutoCloseable {
    /// What it reads.
    Class<T> kind();

    /// How often it is worth reading, so that what it costs and how fast the signal changes are in proportion.
    Duration every();

    /// The signal now; unknown with its reason where the system does not tell.
    ///
    /// @throws IOException when reading failed; it is tried again, and its message is the reason until then
    /// @throws InterruptedException when nobody waits for it any more
    Reading<T> read() throws IOException, InterruptedException;

    /// Lets `look` be run whenever the system says that the signal may have changed. To be called once, before the
    /// first reading; a sensor that hears of nothing never runs it.
    default void onHint(Runnable look) {}

    /// Ends what it listens to and what it started.
    @Override
    default void close() {}
}
