package dev.herd.engine.gateway;

import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import dev.herd.engine.protocol.fleet.TrendsJson;
import dev.herd.engine.trace.TraceRecorder;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// `GET /fleet/trends`: how machines were over time.
final class TrendPage {
    private static final int DEFAULT_POINTS = 300;
    private static final Duration DEFAULT_RANGE = Duration.ofHours(1);

    /// The history opens behind the ready line.
    private static final Duration OPENING = Duration.ofSeconds(2);

    private static final int MOST_DIGITS = 12;

    private final TraceRecorder records;
    private final InstantSource clock;

    TrendPage(TraceRecorder records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    void show(ClientExchange exchange) throws Rejection, ClientGoneException, InterruptedException {
        Instant now = clock.instant();
        TrendQuery query = query(exchange, now);
        if (records.awaitStore(OPENING).isEmpty()) {
            throw Rejection.later(503, "the history is not available", Duration.ofSeconds(1), "no_history");
        }
        Trends trends;
        try {
            trends = records.trends().query(query);
        } catch (IOException broken) {
            throw Rejection.failed(500, String.valueOf(broken.getMessage()), "history");
        }
        exchange.respond(200, Map.of(), ErrorReplies.JSON, TrendsJson.of(trends, now));
    }

    private static TrendQuery query(ClientExchange exchange, Instant now) throws Rejection {
        Instant to = moment(exchange, "to", now);
        Instant from = moment(exchange, "from", to.minus(DEFAULT_RANGE));
        if (!from.isBefore(now)) {
            throw wrong("from must lie in the past");
        }
        Set<String> nodes = Arrays.stream(exchange.query("node").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        try {
            return new TrendQuery(from, to, nodes, points(exchange));
        } catch (IllegalArgumentException nonsense) {
            throw wrong(String.valueOf(nonsense.getMessage()));
        }
    }

    private static int points(ClientExchange exchange) throws Rejection {
        String text = exchange.query("points");
        try {
            return text.isEmpty() ? DEFAULT_POINTS : Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw wrong("points must be a whole number from 1 to " + TrendQuery.MOST);
        }
    }

    private static Instant moment(ClientExchange exchange, String name, Instant fallback) throws Rejection {
        String text = exchange.query(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            if (text.length() <= MOST_DIGITS && text.chars().allMatch(Character::isDigit)) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | NumberFormatException unreadable) {
            throw wrong(name + " must be a moment, such as 2026-11-30T12:00:00Z or 1796040000 (seconds)");
        }
    }

    private static Rejection wrong(String reason) {
        return Rejection.refused(400, reason, "bad_request");
    }
}
