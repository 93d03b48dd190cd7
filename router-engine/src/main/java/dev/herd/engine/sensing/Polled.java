package dev.herd.engine.sensing;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// A sensor that asks the system each time it is read, and keeps nothing.
///
/// @param kind what it reads
/// @param every how often that is worth it
/// @param source where the signal comes from, for people
/// @param clock says when
/// @param question to the system
public record Polled<T extends Signal>(
        Class<T> kind, Duration every, String source, InstantSource clock, Question<T> question) implements Sensor<T> {
    /// What the system is asked.
    ///
    /// @param <T> what it should tell
    @FunctionalInterface
    public interface Question<T> {
        /// The answer, empty when there is none that is understood.
        Optional<T> ask() throws IOException, InterruptedException;
    }

    /// What a text of a program says.
    ///
    /// @param <T> what it should say
    @FunctionalInterface
    public interface Parser<T> {
        /// Empty when the text does not say it, whatever the text is.
        Optional<T> parse(String text);
    }

    /// Asks by a command whose output says it.
    public static <T extends Signal> Polled<T> by(
            Command command, Class<T> kind, Duration every, InstantSource clock, Parser<T> parser) {
        return new Polled<>(kind, every, command.toString(), clock, () -> parser.parse(command.run()));
    }

    @Override
    public Reading<T> read() throws IOException, InterruptedException {
        Optional<T> answer = question.ask();
        return answer.isPresent()
                ? new Reading.Known<>(answer.get(), clock.instant(), source)
                : new Reading.Unknown<>(source + " does not tell");
    }
}
