package dev.herd.engine.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` of an answer (RFC 9110 §6.6.1), written once a second. Undertow's own keeps its text until a timer on one
/// of its threads runs, and so for good where that server was stopped before.
final class HttpDate {
    /// RFC 9110 §5.6.7: always two digits for the day, which the JDK's RFC_1123_DATE_TIME has not.
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile HttpDate last = new HttpDate(0);

    private final long second;
    private final String text;

    private HttpDate(long second) {
        this.second = second;
        this.text = FORMAT.format(Instant.ofEpochSecond(second));
    }

    static String of(Instant moment) {
        HttpDate date = last;
        if (date.second != moment.getEpochSecond()) {
            date = new HttpDate(moment.getEpochSecond());
            last = date;
        }
        return date.text;
    }
}
