package dev.herd.app.trends;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which stretch of time is shown: the last hours up to now, which goes on with the clock, or a fixed one.
///
/// @param preset null when the person chose a stretch
record Span(Instant from, Instant to, @Nullable Preset preset) {
    /// Finer than that there is nothing to see.
    static final Duration SHORTEST = Duration.ofMinutes(1);

    /// What can be chosen with one press.
    enum Preset {
        HOUR("1 h", "Last hour", Duration.ofHours(1)),
        SIX_HOURS("6 h", "Last 6 hours", Duration.ofHours(6)),
        DAY("24 h", "Last 24 hours", Duration.ofHours(24)),
        WEEK("7 d", "Last 7 days", Duration.ofDays(7)),
        MONTH("30 d", "Last 30 days", Duration.ofDays(30));

        private final String label;
        private final String spoken;
        private final Duration length;

        Preset(String label, String spoken, Duration length) {
            this.label = label;
            this.spoken = spoken;
            this.length = length;
        }

        String label() {
            return label;
        }

        String spoken() {
            return spoken;
        }

        Duration length() {
            return length;
        }
    }

    static Span last(Preset preset, Instant now) {
        return new Span(now.minus(preset.length()), now, preset);
    }

    /// A stretch between two moments, in either order, no shorter than there is to see and not in the future.
    static Span between(Instant one, Instant other, Instant now) {
        Instant from = one.isBefore(other) ? one : other;
        Instant to = one.isBefore(other) ? other : one;
        if (to.isAfter(now)) {
            to = now;
        }
        if (Duration.between(from, to).compareTo(SHORTEST) < 0) {
            from = to.minus(SHORTEST);
        }
        return new Span(from, to, null);
    }

    /// As it is by now.
    Span at(Instant now) {
        return preset == null ? this : last(preset, now);
    }

    /// The stretch before or after, as long as this one; the same where that would lie in the future.
    Span shifted(int steps, Instant now) {
        Duration by = length().multipliedBy(steps);
        Instant end = to.plus(by);
        return end.isAfter(now) ? this : new Span(from.plus(by), end, null);
    }

    Duration length() {
        return Duration.between(from, to);
    }
}
