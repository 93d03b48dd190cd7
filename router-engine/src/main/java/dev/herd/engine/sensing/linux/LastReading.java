package dev.herd.engine.sensing.linux;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a reading as long as whoever listens to the system would have heard of a change, so that a look costs next to
/// nothing while nothing happens. For one reader at a time; changes are told on any thread.
final class LastReading<T extends Signal> {
    /// A listener that has just begun may have missed something.
    static final Duration SETTLING = Duration.ofSeconds(5);

    /// It is read anew after that all the same.
    static final Duration LONGEST = Duration.ofMinutes(1);

    private final AtomicBoolean changed = new AtomicBoolean();
    private Optional<Reading.Known<T>> kept = Optional.empty();

    /// It may have changed.
    void change() {
        changed.set(true);
    }

    /// To be called before it is read.
    void begin() {
        changed.set(false);
    }

    /// Keeps it.
    Reading<T> keep(Reading.Known<T> reading) {
        kept = Optional.of(reading);
        return reading;
    }

    void forget() {
        kept = Optional.empty();
    }

    /// The last one as of now, where it still holds.
    ///
    /// @param listening since when somebody listens; empty while nobody does
    Optional<Reading<T>> vouched(Optional<Instant> listening, Instant now) {
        if (listening.isEmpty() || changed.get()) {
            return Optional.empty();
        }
        Instant settled = listening.get().plus(SETTLING);
        return kept.filter(reading -> !reading.at().isBefore(settled)
                        && !now.isBefore(reading.at())
                        && now.isBefore(reading.at().plus(LONGEST)))
                .map(reading -> new Reading.Known<>(reading.value(), now, reading.source()));
    }
}
