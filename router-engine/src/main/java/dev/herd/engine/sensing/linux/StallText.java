package dev.herd.engine.sensing.linux;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of the last ten seconds was lost to a lack of memory (`/proc/pressure/memory`), in percent.
///
/// @param some while which at least one task stood still
/// @param full while which none went on
record StallText(double some, double full) {
    private static final Pattern LINE = Pattern.compile("(?m)^(some|full) avg10=(\\d{1,3}(?:\\.\\d+)?)(?=\\s)");

    /// Empty when either is missing.
    static Optional<StallText> parse(String text) {
        double some = Double.NaN;
        double full = Double.NaN;
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            double share = Double.parseDouble(line.group(2));
            if (line.group(1).equals("some")) {
                some = share;
            } else {
                full = share;
            }
        }
        return Double.isNaN(some) || Double.isNaN(full) ? Optional.empty() : Optional.of(new StallText(some, full));
    }
}
