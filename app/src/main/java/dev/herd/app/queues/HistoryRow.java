package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.inference.TokenUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One ended request as a row. Pure.
record HistoryRow(
        String id,
        String time,
        String app,
        String model,
        String machine,
        String outcome,
        Outcomes.Tone tone,
        String waited,
        String firstToken,
        String total,
        String speed,
        String tokens) {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    /// @param zone the person's
    /// @param today the person's date, whose requests need no date
    static HistoryRow of(RequestSummary request, ZoneId zone, LocalDate today) {
        RequestTimes times = request.times();
        TokenUsage tokens = request.tokens();
        ZonedDateTime at = ended(request).atZone(zone);
        double speed = Speed.of(times, tokens);
        return new HistoryRow(
                request.id(),
                (at.toLocalDate().equals(today) ? TODAY : EARLIER).format(at),
                AppName.of(request.tenant(), request.tags()),
                ModelName.of(request.askedModel(), request.servedModel()),
                request.node().isEmpty() ? Units.NONE : request.node(),
                Outcomes.word(request.outcome(), request.reason(), request.retries()),
                Outcomes.tone(request.outcome(), request.reason()),
                Units.seconds((times.hold() + times.queue()) / 1000),
                times.firstToken() > 0 ? Units.seconds(times.firstToken() / 1000) : Units.NONE,
                Units.seconds(times.total() / 1000),
                speed > 0 ? Units.rate(speed) : Units.NONE,
                count(tokens.prompt()) + " · " + count(tokens.completion()));
    }

    /// Rows stand in the order in which requests ended.
    private static Instant ended(RequestSummary request) {
        return request.receivedAt().plusMillis(Math.round(request.times().total()));
    }

    private static String count(int tokens) {
        return tokens > 0 ? Units.count(tokens) : Units.NONE;
    }
}
