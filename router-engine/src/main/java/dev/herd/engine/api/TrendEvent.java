package dev.herd.engine.api;

import dev.herd.engine.fleet.NodeId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that lasted, to be seen beside the figures of its machine.
///
/// @param name the machine's
/// @param detail why, for people; may be empty
/// @param end null while it goes on
public record TrendEvent(
        NodeId node,
        String name,
        Kind kind,
        String detail,
        Instant start,
        @Nullable Instant end) {
    /// What it was.
    public enum Kind {
        /// Its person was in a meeting.
        MEETING,
        /// It took nothing new: paused or drained.
        PAUSE,
        /// None of its servers answered.
        DOWN,
        /// It was seriously or critically hot.
        HEAT;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether any of it lies between two moments.
    public boolean touches(Instant from, Instant to) {
        return !start.isAfter(to) && (end == null || !end.isBefore(from));
    }

    /// The same, ended.
    public TrendEvent until(Instant moment) {
        return new TrendEvent(node, name, kind, detail, start, moment.isBefore(start) ? start : moment);
    }
}
