package dev.herd.engine.config;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Hours that come every week.
///
/// @param days on which it begins
/// @param from when it begins, by the clock on the wall
/// @param to when it ends; not after `from` means the next day
public record WeeklyPause(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public WeeklyPause {
        days = Set.copyOf(days);
    }

    /// When it ends, while it lasts; empty when it does not.
    public Optional<ZonedDateTime> endAt(ZonedDateTime now) {
        // It may have begun yesterday.
        for (int back = 0; back <= 1; back++) {
            ZonedDateTime day = now.minusDays(back);
            ZonedDateTime begin = day.with(from);
            ZonedDateTime end = (to.isAfter(from) ? day : day.plusDays(1)).with(to);
            if (days.contains(day.getDayOfWeek()) && !now.isBefore(begin) && now.isBefore(end)) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    /// Reads several, divided by commas: `mon-fri 09:00-17:00, sat 10:00-12:00`.
    ///
    /// @throws IllegalArgumentException when one is no such thing
    public static List<WeeklyPause> parse(String text) {
        List<WeeklyPause> found = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                found.add(one(part.strip()));
            }
        }
        return found;
    }

    private static WeeklyPause one(String text) {
        String[] parts = text.split("\\s+", 2);
        String[] hours = parts.length == 2 ? parts[1].split("-", 2) : new String[0];
        if (hours.length != 2) {
            throw expected(text);
        }
        try {
            return new WeeklyPause(
                    days(parts[0]), LocalTime.parse(hours[0].strip()), LocalTime.parse(hours[1].strip()));
        } catch (DateTimeParseException noTime) {
            throw expected(text);
        }
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = Weekdays.days(text);
        if (days.isEmpty()) {
            throw expected(text);
        }
        return days;
    }

    private static IllegalArgumentException expected(String text) {
        return new IllegalArgumentException("days and hours are expected, such as mon-fri 09:00-17:00, not " + text);
    }
}
