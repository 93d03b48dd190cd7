package dev.herd.engine.signal;

import java.time.Instant;
import java.util.Optional;

/// A signal at a moment, or why there is none. Never a number that stands for "unknown".
public sealed interface Reading<T> {
    /// It was measured.
    ///
    /// @param source where it comes from, for people who want to check it: `/proc/pressure/memory`
    record Known<T>(T value, Instant at, String source) implements Reading<T> {}

    /// It was not.
    ///
    /// @param reason for people, such as `not sensed`
    record Unknown<T>(String reason) implements Reading<T> {}

    /// What no sensor of that machine gives.
    static <T> Reading<T> notSensed() {
        return new Unknown<>("not sensed");
    }

    /// The value, where there is one.
    default Optional<T> known() {
        return switch (this) {
            case Known<T>(T value, Instant _, String _) -> Optional.of(value);
            case Unknown<T> _ -> Optional.empty();
        };
    }
}
