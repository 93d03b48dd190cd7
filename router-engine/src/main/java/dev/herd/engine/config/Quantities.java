package dev.herd.engine.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads durations and sizes as people write them.
public final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(i?)b?");

    private Quantities() {}

    /// Reads `90`, `90s`, `1h30m`, `250ms` or `30d`; a bare number means seconds.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public static Duration duration(String text) {
        String clean = text.strip().toLowerCase(Locale.ROOT);
        if (clean.matches("\\d+(\\.\\d+)?")) {
            return seconds(Double.parseDouble(clean));
        }
        Matcher part = DURATION.matcher(clean);
        Duration whole = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            whole = whole.plus(seconds(Double.parseDouble(part.group(1)) * unitSeconds(part.group(2))));
            end = part.end();
        }
        if (end == 0 || end != clean.length()) {
            throw new IllegalArgumentException("a duration is expected, such as 10m, 1h30m or 250ms, not " + text);
        }
        return whole;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static double unitSeconds(String unit) {
        return switch (unit) {
            case "ms" -> 0.001;
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 86_400;
        };
    }

    /// Reads `1048576`, `64MiB`, `64MB` or `1.5g` as bytes; without an `i`, units are powers of 1,000.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public static long size(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("a size is expected, such as 64MiB or 64GB, not " + text);
        }
        int power = size.group(2).isEmpty() ? 0 : "kmgt".indexOf(size.group(2)) + 1;
        double unit = Math.pow(size.group(3).isEmpty() ? 1000 : 1024, power);
        return Math.round(Double.parseDouble(size.group(1)) * unit);
    }
}
