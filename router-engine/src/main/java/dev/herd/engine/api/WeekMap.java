package dev.herd.engine.api;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// When a machine's person is usually at it: seven days of twenty-four hours in the machine's local time.
///
/// @param at when this was put together
/// @param zone the time zone of the hours, such as `Europe/Berlin`
/// @param hours 168, from Monday at midnight on
public record WeekMap(Instant at, String zone, List<Hour> hours) {
    public static final int HOURS = 168;

    /// What the person says of an hour.
    public enum Mark {
        /// Nothing: what was learned counts.
        LEARNED,
        /// The machine may be used then.
        FREE,
        /// It may not be counted on then.
        BUSY;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One hour of the week, as learned: also below a mark, so that taking the mark off shows no surprise.
    ///
    /// @param first how likely the person is active in its first half, 0 to 1
    /// @param second the same of its second half
    /// @param confidence how much of that was seen in this very hour rather than inferred from others, 0 to
    ///     1
    public record Hour(double first, double second, double confidence, Mark mark) {
        /// How likely the person is active, as learned, 0 to 1.
        public double active() {
            return (first + second) / 2;
        }
    }

    public WeekMap {
        hours = List.copyOf(hours);
        if (hours.size() != HOURS) {
            throw new IllegalArgumentException("a week has 168 hours, not " + hours.size());
        }
    }

    /// @param hour 0 to 23
    public Hour hour(DayOfWeek day, int hour) {
        return hours.get(index(day, hour));
    }

    /// Where an hour stands in [#hours()].
    ///
    /// @param hour 0 to 23
    public static int index(DayOfWeek day, int hour) {
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("a day has hours 0 to 23, not " + hour);
        }
        return (day.getValue() - 1) * 24 + hour;
    }

    /// How a day is called outside: `mon`.
    public static String label(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
