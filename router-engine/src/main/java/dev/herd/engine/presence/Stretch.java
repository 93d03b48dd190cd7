package dev.herd.engine.presence;

import java.time.Duration;
import java.time.Instant;

/// What was seen of a machine's person in a short time without a change.
///
/// @param from its first moment
/// @param length above zero; [WeekLearner] leaves out what is longer than [#LONGEST]
public record Stretch(Instant from, Duration length, Use use) {
    /// A sensor looks every few seconds. What is longer than this was not looked at in between: the machine
    /// slept.
    public static final Duration LONGEST = Duration.ofHours(1);

    /// How the person used the machine.
    public enum Use {
        /// They touched it lately, were in a meeting, or their programs worked.
        ACTIVE,
        /// None of these, before an open screen.
        IDLE,
        /// None of these, and the screen locked.
        LOCKED
    }

    /// The first moment behind it.
    public Instant end() {
        return from.plus(length);
    }

    boolean tellsSomething() {
        return length.isPositive() && length.compareTo(LONGEST) <= 0;
    }
}
