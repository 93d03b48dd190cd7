package dev.herd.engine.signal;

import java.util.Locale;

/// How hot a machine is, and what that does to its work.
///
/// @param celsius of its hottest sensor; NaN where the system tells a level alone
/// @param level what the system makes of it
/// @param slowdown share of its speed that heat is known or expected to take, 0 to 1
public record Heat(double celsius, Level level, double slowdown) implements Signal {
    /// As systems name it.
    public enum Level {
        NOMINAL,
        FAIR,
        SERIOUS,
        CRITICAL;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
