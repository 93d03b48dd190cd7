package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A request's trace in the shape of `GET /fleet/requests/{id}`, and its line of the history.
public final class TraceJson {
    private TraceJson() {}

    /// How it ended; where it is while it runs.
    public static String outcome(RequestTrace trace) {
        RequestOutcome outcome = trace.outcome();
        return outcome == null ? trace.state().label() : outcome.label();
    }

    /// The whole trace.
    public static String whole(RequestTrace trace) {
        return Json.text(json -> {
            json.writeStartObject();
            whole(json, trace);
            json.writeEndObject();
        });
    }

    /// The whole trace with its explanation, as it is served.
    public static String explained(RequestTrace trace) {
        return Json.text(json -> {
            json.writeStartObject();
            whole(json, trace);
            ExplanationJson.write(json, trace);
            json.writeEndObject();
        });
    }

    /// The same of a trace that was stored, whatever version stored it: nothing of it is left out.
    ///
    /// @throws BadRequestException when it is none
    public static String explained(String stored) throws BadRequestException {
        RequestTrace trace = TraceReader.whole(stored);
        String explanation = Json.text(json -> {
            json.writeStartObject();
            ExplanationJson.write(json, trace);
            json.writeEndObject();
        });
        String body = stored.strip();
        return body.substring(0, body.length() - 1) + "," + explanation.substring(1);
    }

    private static void whole(JsonGenerator json, RequestTrace trace) {
        common(json, trace);
        measured(json, trace);
        json.writeStringProperty("protected", trace.changed());
        attempts(json, trace.attempts());
        json.writeName("decision");
        DecisionJson.write(json, trace.decision());
    }

    /// Its line of the history.
    public static String summary(RequestTrace trace) {
        return Json.text(json -> {
            json.writeStartObject();
            common(json, trace);
            measured(json, trace);
            json.writeNumberProperty("retries", Math.max(0, trace.attempts().size() - 1));
            json.writeEndObject();
        });
    }

    private static void common(JsonGenerator json, RequestTrace trace) {
        json.writeStringProperty("id", trace.id());
        json.writeStringProperty("state", trace.state().label());
        RequestOutcome outcome = trace.outcome();
        if (outcome == null) {
            json.writeNullProperty("outcome");
        } else {
            json.writeStringProperty("outcome", outcome.label());
        }
        json.writeStringProperty("reason", trace.reason());
        json.writeStringProperty("dialect", trace.dialect());
        json.writeStringProperty("path", trace.path());
        json.writeBooleanProperty("stream", trace.stream());
        json.writeStringProperty("asked_model", trace.askedModel());
        json.writeStringProperty("served_model", trace.servedModel());
        json.writeStringProperty("node", trace.node());
        json.writeStringProperty("received_at", trace.receivedAt().toString());
        json.writeStringProperty("class", trace.requestClass());
        json.writeStringProperty("tenant", trace.tenant());
        json.writeArrayPropertyStart("tags");
        trace.tags().forEach(json::writeString);
        json.writeEndArray();
    }

    private static void measured(JsonGenerator json, RequestTrace trace) {
        times(json, trace.times());
        json.writeObjectPropertyStart("tokens");
        json.writeNumberProperty("prompt", trace.tokens().prompt());
        json.writeNumberProperty("cached", trace.tokens().cached());
        json.writeNumberProperty("completion", trace.tokens().completion());
        json.writeEndObject();
    }

    private static void times(JsonGenerator json, RequestTimes times) {
        json.writeObjectPropertyStart("times_ms");
        number(json, "hold", times.hold());
        number(json, "queue", times.queue());
        number(json, "load", times.load());
        number(json, "prefill", times.prefill());
        number(json, "first_token", times.firstToken());
        number(json, "generate", times.generate());
        number(json, "total", times.total());
        json.writeEndObject();
    }

    private static void attempts(JsonGenerator json, List<AttemptTrace> attempts) {
        json.writeArrayPropertyStart("attempts");
        for (AttemptTrace attempt : attempts) {
            json.writeStartObject();
            json.writeStringProperty("node", attempt.node());
            number(json, "started_ms", attempt.startedMs());
            if (attempt.endedMs() < 0) {
                json.writeNullProperty("ended_ms");
            } else {
                number(json, "ended_ms", attempt.endedMs());
            }
            json.writeStringProperty("outcome", attempt.outcome());
            json.writeNumberProperty("status", attempt.status());
            json.writeStringProperty("reason", attempt.reason());
            if (attempt.decision() != null) {
                json.writeName("decision");
                DecisionJson.write(json, attempt.decision());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// To the thousandth.
    static void number(JsonGenerator json, String name, double value) {
        json.writeName(name);
        json.writeNumber(Math.round(value * 1000) / 1000.0);
    }
}
