package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what [TraceJson] wrote, and what an engine elsewhere sends.
public final class TraceReader {
    private TraceReader() {}

    /// @param json a line of the history
    /// @throws BadRequestException when it is none
    public static RequestSummary summary(String json) throws BadRequestException {
        JsonFields fields = fields(json);
        RequestOutcome outcome = outcome(fields);
        if (outcome == null) {
            throw new BadRequestException("a request in the history has an outcome");
        }
        return new RequestSummary(
                fields.string("id", ""),
                outcome,
                fields.string("reason", ""),
                fields.string("path", ""),
                fields.bool("stream", false),
                fields.string("asked_model", ""),
                fields.string("served_model", ""),
                fields.string("node", ""),
                moment(fields.string("received_at", "")),
                fields.string("tenant", ""),
                texts(fields.array("tags")),
                times(fields.object("times_ms")),
                tokens(fields.object("tokens")),
                (int) fields.whole("retries"));
    }

    /// @param json a whole trace
    /// @throws BadRequestException when it is none
    public static RequestTrace whole(String json) throws BadRequestException {
        JsonFields fields = fields(json);
        return new RequestTrace(
                fields.string("id", ""),
                RequestState.valueOf(fields.string("state", "done").toUpperCase(Locale.ROOT)),
                outcome(fields),
                fields.string("reason", ""),
                fields.string("dialect", ""),
                fields.string("path", ""),
                fields.bool("stream", false),
                fields.string("asked_model", ""),
                fields.string("served_model", ""),
                fields.string("node", ""),
                moment(fields.string("received_at", "")),
                fields.string("class", ""),
                fields.string("tenant", ""),
                texts(fields.array("tags")),
                times(fields.object("times_ms")),
                tokens(fields.object("tokens")),
                fields.string("protected", ""),
                attempts(fields.array("attempts")),
                DecisionJson.read(fields.object("decision")));
    }

    private static JsonFields fields(String json) throws BadRequestException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonFields.of(bytes, 0, bytes.length);
    }

    private static @Nullable RequestOutcome outcome(JsonFields fields) {
        String label = fields.textOrEmpty("outcome");
        return label.isEmpty() ? null : RequestOutcome.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static Instant moment(String text) {
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    }

    private static List<String> texts(List<JsonSlice> values) {
        return values.stream().map(JsonSlice::text).toList();
    }

    static double number(JsonFields fields, String name) {
        JsonSlice value = fields.get(name);
        return value == null ? 0 : value.number();
    }

    private static RequestTimes times(JsonFields fields) {
        return new RequestTimes(
                number(fields, "hold"),
                number(fields, "queue"),
                number(fields, "load"),
                number(fields, "prefill"),
                number(fields, "first_token"),
                number(fields, "generate"),
                number(fields, "total"));
    }

    private static TokenUsage tokens(JsonFields fields) {
        return new TokenUsage(
                (int) fields.whole("prompt"), (int) fields.whole("cached"), (int) fields.whole("completion"));
    }

    private static List<AttemptTrace> attempts(List<JsonSlice> elements) throws BadRequestException {
        List<AttemptTrace> attempts = new ArrayList<>();
        for (JsonSlice element : elements) {
            JsonFields attempt = element.fields();
            attempts.add(new AttemptTrace(
                    attempt.string("node", ""),
                    number(attempt, "started_ms"),
                    attempt.get("ended_ms") == null ? -1 : number(attempt, "ended_ms"),
                    attempt.string("outcome", ""),
                    (int) attempt.whole("status"),
                    attempt.string("reason", ""),
                    attempt.get("decision") == null ? null : DecisionJson.read(attempt.object("decision"))));
        }
        return attempts;
    }
}
