package dev.herd.engine.config;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Days of the week as people write them: `mon`, `Monday`, `mon-fri`.
public final class Weekdays {
    private static final int SHORTEST = 3;

    private Weekdays() {}

    /// A day by its first three letters or more, in English and any case; empty when it is none.
    public static Optional<DayOfWeek> day(String text) {
        String start = text.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (start.length() >= SHORTEST && day.name().startsWith(start)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    /// A day, or a range of them that may go over Sunday; empty when it is none.
    public static Set<DayOfWeek> days(String text) {
        String[] ends = text.split("-", 2);
        Optional<DayOfWeek> first = day(ends[0]);
        Optional<DayOfWeek> last = ends.length == 1 ? first : day(ends[1]);
        if (first.isEmpty() || last.isEmpty()) {
            return Set.of();
        }
        Set<DayOfWeek> days = EnumSet.of(first.get());
        for (DayOfWeek day = first.get(); day != last.get(); day = day.plus(1)) {
            days.add(day.plus(1));
        }
        return days;
    }
}
