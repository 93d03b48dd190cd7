package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.TraceQuery;
import dev.herd.engine.config.Quantities;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.fleet.MetricsText;
import dev.herd.engine.protocol.fleet.QueueJson;
import dev.herd.engine.protocol.fleet.StatusJson;
import dev.herd.engine.protocol.fleet.TraceJson;
import dev.herd.engine.trace.Histogram;
import dev.herd.engine.trace.RequestStatistics;
import dev.herd.engine.trace.TraceStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Herd's own routes: what the fleet does, what it did, and what a person tells it to do.
final class FleetPages {
    private static final int DEFAULT_PAGE = 50;
    private static final Duration WRITING = Duration.ofMillis(500);

    /// The history opens behind the ready line.
    private static final Duration OPENING = Duration.ofSeconds(2);

    /// Who wants a longer pause drains the machine.
    private static final Duration LONGEST_PAUSE = Duration.ofDays(3660);

    private final Fleet fleet;
    private final Dispatcher dispatcher;
    private final Records records;
    private final Engine engine;

    /// @param started when the engine was started
    /// @param stopping whether it takes no more requests
    record Engine(String version, Instant started, InstantSource clock, BooleanSupplier stopping) {}

    FleetPages(Fleet fleet, Dispatcher dispatcher, Records records, Engine engine) {
        this.fleet = fleet;
        this.dispatcher = dispatcher;
        this.records = records;
        this.engine = engine;
    }

    void status(ClientExchange exchange) throws ClientGoneException {
        respond(exchange, StatusJson.of(overview(records.statistics().counts())));
    }

    private StatusJson.Overview overview(RequestStatistics.Counts counts) {
        Instant now = engine.clock().instant();
        return new StatusJson.Overview(
                engine.version(),
                now,
                Duration.between(engine.started(), now),
                engine.stopping().getAsBoolean(),
                fleet.snapshot(),
                dispatcher.view(),
                counts.tokensPerSecond(),
                counts.tokensPerSecondByNode(),
                counts.errorsLastHour(),
                records.findings().current());
    }

    void queue(ClientExchange exchange) throws ClientGoneException {
        respond(exchange, QueueJson.of(dispatcher.view(), engine.clock().instant()));
    }

    void requests(ClientExchange exchange) throws Rejection, ClientGoneException, InterruptedException {
        TraceQuery query = new TraceQuery(
                (int) number(exchange, "limit", DEFAULT_PAGE),
                number(exchange, "before", Long.MAX_VALUE),
                filter(exchange, "model"),
                filter(exchange, "node"),
                filter(exchange, "outcome"),
                filter(exchange, "tag"));
        records.ended().awaitWritten(WRITING);
        List<TraceStore.Row> rows;
        try {
            rows = store().page(query);
        } catch (IOException broken) {
            throw Rejection.failed(500, String.valueOf(broken.getMessage()), "history");
        }
        boolean more = rows.size() == query.limit();
        respond(exchange, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("requests");
            rows.forEach(row -> json.writeRawValue(row.summaryJson()));
            json.writeEndArray();
            if (more) {
                json.writeNumberProperty("next", rows.getLast().sequence());
            } else {
                json.writeNullProperty("next");
            }
            json.writeEndObject();
        }));
    }

    private TraceStore store() throws Rejection, InterruptedException {
        return records.ended()
                .awaitStore(OPENING)
                .orElseThrow(() ->
                        Rejection.later(503, "the history is not available", Duration.ofSeconds(1), "no_history"));
    }

    private static long number(ClientExchange exchange, String name, long fallback) throws Rejection {
        String text = exchange.query(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text);
            if (value < 1) {
                throw new NumberFormatException();
            }
            return value;
        } catch (NumberFormatException wrong) {
            throw Rejection.refused(400, name + " must be a whole number above 0", "bad_request");
        }
    }

    private static @Nullable String filter(ClientExchange exchange, String name) {
        String text = exchange.query(name);
        return text.isEmpty() ? null : text;
    }

    /// One trace: while the request runs, and at once after its end.
    void request(ClientExchange exchange, String id) throws Rejection, ClientGoneException, InterruptedException {
        Optional<RequestTrace> known =
                records.live().find(id).or(() -> records.ended().unwritten(id));
        String json = known.isPresent() ? TraceJson.explained(now(known.get())) : stored(id);
        respond(exchange, json.getBytes(StandardCharsets.UTF_8));
    }

    /// What waits is told with what would be decided of it now.
    private RequestTrace now(RequestTrace trace) {
        return trace.waits()
                ? dispatcher
                        .outlook(new TicketId(trace.id()))
                        .map(trace::deciding)
                        .orElse(trace)
                : trace;
    }

    private String stored(String id) throws Rejection, InterruptedException {
        try {
            String stored = store().find(id)
                    .orElseThrow(() -> Rejection.refused(404, "request '" + id + "' not found", "not_found"));
            return TraceJson.explained(stored);
        } catch (BadRequestException unreadable) {
            throw Rejection.failed(500, "request '" + id + "' cannot be read: " + unreadable.reason(), "history");
        } catch (IOException broken) {
            throw Rejection.failed(500, String.valueOf(broken.getMessage()), "history");
        }
    }

    void cancel(ClientExchange exchange, String id) throws Rejection, ClientGoneException {
        if (!records.live().cancel(id)) {
            throw Rejection.refused(404, "request '" + id + "' does not run", "not_found");
        }
        respond(exchange, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            json.writeBooleanProperty("cancelled", true);
            json.writeEndObject();
        }));
    }

    /// @param state null to take it back
    void ask(ClientExchange exchange, String word, @Nullable NodeState state) throws Rejection, ClientGoneException {
        Node node = node(word);
        Duration duration = duration(exchange.body());
        Instant until = duration == null ? null : engine.clock().instant().plus(duration);
        fleet.ask(node.id(), state, until);
        respondState(exchange, node);
    }

    /// Lets a machine step back for its person again.
    void protect(ClientExchange exchange, String word) throws Rejection, ClientGoneException {
        Node node = node(word);
        fleet.protect(node.id());
        respondState(exchange, node);
    }

    private Node node(String word) throws Rejection {
        return fleet.snapshot()
                .node(word)
                .orElseThrow(() -> Rejection.refused(404, "node '" + word + "' not found", "not_found"));
    }

    private void respondState(ClientExchange exchange, Node node) throws ClientGoneException {
        Node now = fleet.snapshot().node(node.id().value()).orElse(node);
        respond(exchange, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", node.id().value());
            json.writeStringProperty("state", now.state().label());
            json.writeStringProperty("person", now.guard().state().label());
            json.writeEndObject();
        }));
    }

    private static @Nullable Duration duration(byte[] body) throws Rejection {
        if (body.length == 0) {
            return null;
        }
        try {
            String text = JsonFields.of(body, 0, body.length).string("for", "");
            if (text.isEmpty()) {
                return null;
            }
            Duration duration = Quantities.duration(text);
            if (!duration.isPositive() || duration.compareTo(LONGEST_PAUSE) > 0) {
                throw new IllegalArgumentException("a pause lasts up to " + LONGEST_PAUSE.toDays() + " days");
            }
            return duration;
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        } catch (IllegalArgumentException wrong) {
            throw Rejection.refused(400, String.valueOf(wrong.getMessage()), "bad_request");
        }
    }

    void metrics(ClientExchange exchange) throws ClientGoneException {
        RequestStatistics.Counts counts = records.statistics().counts();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        counts.byOutcome().forEach((outcome, count) -> outcomes.put(outcome.label(), count));
        String text = new MetricsText()
                .gauges(overview(counts))
                .counters(new MetricsText.Counters(
                        outcomes,
                        counts.promptTokens(),
                        counts.completionTokens(),
                        counts.retries(),
                        records.ended().dropped()))
                .histogram(seconds("herd_request_seconds", "From arrival to the end.", counts.totalSeconds()))
                .histogram(seconds(
                        "herd_first_token_seconds", "From arrival to the first content.", counts.firstTokenSeconds()))
                .toString();
        exchange.respond(
                200, Map.of(), "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static MetricsText.Seconds seconds(String name, String help, Histogram.Reading reading) {
        Map<Double, Long> cumulative = new LinkedHashMap<>();
        for (int i = 0; i < Histogram.BOUNDS.size(); i++) {
            cumulative.put(Histogram.BOUNDS.get(i), reading.cumulative().get(i));
        }
        return new MetricsText.Seconds(name, help, cumulative, reading.count(), reading.sum());
    }

    private static void respond(ClientExchange exchange, byte[] body) throws ClientGoneException {
        exchange.respond(200, Map.of(), ErrorReplies.JSON, body);
    }
}
