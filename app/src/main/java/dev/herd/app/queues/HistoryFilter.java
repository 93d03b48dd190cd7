package dev.herd.app.queues;

import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// What a person wants to see of the history. Pure.
///
/// @param machine null for all
/// @param outcome null for all
/// @param text blank for all
record HistoryFilter(
        Span span, @Nullable String machine, @Nullable RequestOutcome outcome, String text) {
    static final HistoryFilter DEFAULT = new HistoryFilter(Span.DAY, null, null, "");

    /// How far back.
    enum Span {
        HOUR("Last hour", "in the last hour", Duration.ofHours(1)),
        DAY("Last 24 h", "in 24 hours", Duration.ofDays(1)),
        WEEK("Last 7 days", "in 7 days", Duration.ofDays(7)),
        ALL("All", "in all", null);

        private final String label;
        private final String words;
        private final @Nullable Duration length;

        Span(String label, String words, @Nullable Duration length) {
            this.label = label;
            this.words = words;
            this.length = length;
        }

        String words() {
            return words;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /// Whether it leaves out anything but by age.
    boolean isNarrow() {
        return machine != null || outcome != null || !text.isBlank();
    }

    /// Whether rows that were asked for at a moment are not the ones any more that it means now: its beginning has
    /// moved
    /// on by a good part, or it is another day, so that times without a date mislead.
    boolean isStale(Instant asked, Instant now, ZoneId zone) {
        Duration length = span.length;
        boolean moved = length != null && now.isAfter(asked.plus(length.dividedBy(20)));
        return moved
                || !asked.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    }

    HistoryFilter within(Span other) {
        return new HistoryFilter(other, machine, outcome, text);
    }

    /// The same as a query; its beginning stays where it is while the rows are looked at.
    HistoryQuery query(Instant now) {
        Duration length = span.length;
        return new HistoryQuery(
                length == null ? null : now.minus(length),
                machine,
                outcome,
                text.isBlank() ? null : text.strip(),
                0,
                1);
    }
}
