package dev.herd.app.text;

import dev.herd.engine.placement.Figures;
import java.time.Duration;
import java.util.Locale;

/// Figures as people read them: short, with their unit, in as many digits as are worth a look.
public final class Units {
    /// What stands where there is no figure.
    public static final String NONE = "–";

    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private Units() {}

    /// `42 GB`, `0.7 GB`, `12 MB`; decimal units, as disks and model lists use them.
    public static String bytes(long bytes) {
        if (bytes <= 0) {
            return NONE;
        }
        if (bytes < GIGA / 10) {
            return Math.max(1, Math.round(bytes / MEGA)) + " MB";
        }
        double giga = bytes / GIGA;
        return giga < 10 ? String.format(Locale.ROOT, "%.1f GB", giga) : Math.round(giga) + " GB";
    }

    /// `4k`, `32k`, `131k`, `512`: a window in tokens.
    public static String tokens(int count) {
        if (count <= 0) {
            return NONE;
        }
        return count < 1000 ? Integer.toString(count) : Math.round(count / (count % 1024 == 0 ? 1024.0 : 1000.0)) + "k";
    }

    /// `6,800`.
    public static String count(long count) {
        return Figures.count(count);
    }

    /// `84`, `7.5`, `–`: a rate of which the first two digits matter.
    public static String rate(double perSecond) {
        if (perSecond < 0.05) {
            return NONE;
        }
        return perSecond < 9.95 ? String.format(Locale.ROOT, "%.1f", perSecond) : Long.toString(Math.round(perSecond));
    }

    /// `0.9 s`, `15 s`, `3 min`: how long something took.
    public static String seconds(double seconds) {
        return Figures.seconds(seconds);
    }

    /// `45 s`, `12 min`, `6 d 4 h`: the two largest units, the smaller only where it matters.
    public static String duration(Duration duration) {
        return Figures.duration(duration);
    }

    /// `0:21`, `1:02:03`: an age that ticks.
    public static String clock(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        long minutes = seconds / SECONDS_PER_MINUTE;
        return minutes < MINUTES_PER_HOUR
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % SECONDS_PER_MINUTE)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        minutes / MINUTES_PER_HOUR,
                        minutes % MINUTES_PER_HOUR,
                        seconds % SECONDS_PER_MINUTE);
    }

    /// `12 %`.
    public static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /// `1st`, `2nd`, `11th`.
    public static String ordinal(int position) {
        int tens = position % 100;
        String tail = tens >= 11 && tens <= 13
                ? "th"
                : switch (position % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return position + tail;
    }

    /// `1 request`, `3 requests`.
    public static String plural(long count, String one, String many) {
        return Figures.plural(count, one, many);
    }
}
