package dev.herd.app.trends;

import dev.herd.app.text.Units;
import dev.herd.engine.api.TrendEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Events in words.
final class EventWords {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private EventWords() {}

    /// `Studio was in a meeting: camera in use. 30 Nov 12:04, for 12 min`.
    static String of(TrendEvent event, Instant now, ZoneId zone) {
        Instant end = event.end();
        String lasted = Units.duration(Duration.between(event.start(), end == null ? now : end));
        String start = TIME.format(event.start().atZone(zone));
        return event.name() + " " + what(event, end != null) + detail(event) + "\n" + start
                + (end == null ? ", since " + lasted : ", for " + lasted);
    }

    private static String what(TrendEvent event, boolean over) {
        String is = over ? "was " : "is ";
        return is
                + switch (event.kind()) {
                    case MEETING -> "in a meeting";
                    case PAUSE -> "paused";
                    case DOWN -> "down";
                    case HEAT -> "hot";
                };
    }

    private static String detail(TrendEvent event) {
        return event.detail().isEmpty() ? "" : ": " + event.detail();
    }
}
