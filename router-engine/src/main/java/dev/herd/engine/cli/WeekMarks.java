package dev.herd.engine.cli;

import dev.herd.engine.config.Weekdays;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a person says of hours of their week, as they type it: `mon-fri 9-17 busy`.
final class WeekMarks {
    private static final int LAST_HOUR = 23;
    private static final int MIDNIGHT = 24;

    /// Days, hours and what they are: `mon-fri,sun`, `9`, `9-17` or `9:00-17:00`, `busy`.
    private static final Pattern SHAPE = Pattern.compile(
            "(?<days>\\S+)\\s+(?<from>\\d{1,2})(?<clock>:00)?(?:-(?<to>\\d{1,2})(?<end>:00)?)?\\s+(?<mark>busy|free|learned)");

    private WeekMarks() {}

    /// Hours of one day.
    ///
    /// @param from first hour, 0 to 23
    /// @param to last hour, `from` to 23
    /// @param mark `busy`, `free` or `learned`
    record Hours(DayOfWeek day, int from, int to, String mark) {}

    /// Reads it. Numbers are hours, the last one included: `9-17` ends at 18:00. With minutes they are times
    /// of a clock: `9:00-17:00` ends at 17:00. What ends before it begins goes on in the next day.
    ///
    /// @throws CommandFailed when it is no such thing
    static List<Hours> parse(String text) throws CommandFailed {
        Matcher found = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT).replace('–', '-'));
        if (!found.matches()) {
            throw expected(text);
        }
        boolean clock = found.group("clock") != null;
        String end = found.group("to");
        if (end != null && clock != (found.group("end") != null)) {
            throw expected(text);
        }
        int from = Integer.parseInt(found.group("from"));
        int to = end == null ? from : Integer.parseInt(end);
        if (clock && end != null) {
            // At midnight the day before ends.
            to = (to + LAST_HOUR) % MIDNIGHT;
        }
        boolean tooLate = from > LAST_HOUR || to > LAST_HOUR || (end != null && Integer.parseInt(end) > MIDNIGHT);
        if (tooLate) {
            throw CommandFailed.usage("--mark: a day has the hours 0 to 23, which \"" + text + "\" leaves");
        }
        return hours(days(found.group("days"), text), from, to, found.group("mark"));
    }

    private static List<Hours> hours(Set<DayOfWeek> days, int from, int to, String mark) {
        List<Hours> hours = new ArrayList<>();
        for (DayOfWeek day : days) {
            if (from <= to) {
                hours.add(new Hours(day, from, to, mark));
            } else {
                hours.add(new Hours(day, from, LAST_HOUR, mark));
                hours.add(new Hours(day.plus(1), 0, to, mark));
            }
        }
        return List.copyOf(hours);
    }

    private static Set<DayOfWeek> days(String list, String text) throws CommandFailed {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (list.equals("daily")) {
            days.addAll(List.of(DayOfWeek.values()));
            return days;
        }
        for (String part : list.split(",", -1)) {
            Set<DayOfWeek> some = Weekdays.days(part);
            if (some.isEmpty()) {
                throw expected(text);
            }
            days.addAll(some);
        }
        return days;
    }

    private static CommandFailed expected(String text) {
        return CommandFailed.usage("--mark: days, hours and one of busy, free, learned are expected, such as"
                + " \"mon-fri 9-17 busy\", not \"" + text + "\"");
    }
}
