package dev.herd.engine.sensing;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A sensor of what happens between two readings, such as the load of a processor.
///
/// @param kind what it reads
/// @param every how often that is worth it
/// @param source where the signal comes from, for people
/// @param clock says when
/// @param meter counts
public record Metered<T extends Signal>(
        Class<T> kind, Duration every, String source, InstantSource clock, Meter<T> meter) implements Sensor<T> {
    /// The reason of a first reading, which is no failure.
    public static final String FIRST = "is measured between two readings";

    /// Counts since the last time that it was asked; remembers that time. Used by one thread at a time.
    ///
    /// @param <T> what it measures
    @FunctionalInterface
    public interface Meter<T> {
        /// Empty at the first time.
        ///
        /// @throws IOException when the system does not tell
        Optional<T> until(Instant now) throws IOException, InterruptedException;
    }

    @Override
    public Reading<T> read() throws IOException, InterruptedException {
        Instant now = clock.instant();
        Optional<T> measured = meter.until(now);
        return measured.isPresent() ? new Reading.Known<>(measured.get(), now, source) : new Reading.Unknown<>(FIRST);
    }
}
