package dev.herd.engine.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/// Figures as people read them: short, with their unit, in as many digits as are worth a look.
public final class Figures {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int HOURS_PER_DAY = 24;

    private Figures() {}

    /// `0.9 s`, `15.0 s`, `3 min`: how long something takes; below 0 counts as 0.
    public static String seconds(double seconds) {
        if (seconds < 99.95) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
        }
        return duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /// `0.04 s`, `0.80 s`, `1.2 s`: the same where differences below a second matter.
    public static String fine(double seconds) {
        return seconds < 0.995 ? String.format(Locale.ROOT, "%.2f s", Math.max(0, seconds)) : seconds(seconds);
    }

    /// `45 s`, `12 min`, `6 d 4 h`: the two largest units, the smaller only where it matters.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < SECONDS_PER_MINUTE) {
            return seconds + " s";
        }
        long minutes = seconds / SECONDS_PER_MINUTE;
        if (minutes < MINUTES_PER_HOUR) {
            return minutes + " min";
        }
        long hours = minutes / MINUTES_PER_HOUR;
        if (hours < HOURS_PER_DAY) {
            return two(hours, "h", minutes % MINUTES_PER_HOUR, "min");
        }
        return two(hours / HOURS_PER_DAY, "d", hours % HOURS_PER_DAY, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /// `6,800`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// `1 request`, `3 requests`.
    public static String plural(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /// `84`, `7.5`: a rate of which the first two digits matter.
    public static String rate(double perSecond) {
        return perSecond < 9.95
                ? String.format(Locale.ROOT, "%.1f", Math.max(0, perSecond))
                : count(Math.round(perSecond));
    }

    /// `0.55`, `1.8`, `3.2`, `24`: how many times something is another thing.
    public static String times(double factor) {
        return factor < 0.995
                ? String.format(Locale.ROOT, "%.2f", factor)
                : factor < 9.95 ? String.format(Locale.ROOT, "%.1f", factor) : count(Math.round(factor));
    }

    /// `3.41 s`, `120 s`: to the hundredth where there is one, as what a condition needs.
    static String exact(double seconds) {
        return plain(seconds, 2) + " s";
    }

    /// `1.8`, `24`: to the tenth where there is one.
    static String exactTimes(double factor) {
        return plain(factor, 1);
    }

    private static String plain(double value, int digits) {
        return BigDecimal.valueOf(value)
                .setScale(digits, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
