package dev.herd.engine.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` of answers (RFC 9110 §6.6.1), written once a second. Undertow's own keeps its text until a timer of one
/// of its threads runs, and so for good where that server was stopped before. Thread-safe.
final class HttpDate {
    /// RFC 9110 §5.6.7: always two digits for the day, which the JDK's RFC_1123_DATE_TIME has not.
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private volatile Stamp last = new Stamp(Long.MIN_VALUE, "");

    private record Stamp(long second, String text) {}

    String of(Instant moment) {
        Stamp stamp = last;
        if (stamp.second() != moment.getEpochSecond()) {
            stamp = new Stamp(moment.getEpochSecond(), FORMAT.format(moment));
            last = stamp;
        }
        return stamp.text();
    }
}
