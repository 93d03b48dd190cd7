package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Objection;
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
    /// A trace names machines as people do; where a model server stood is not told.
    private static final UpstreamId ELSEWHERE = new UpstreamId("http://0.0.0.0:0");

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
                decision(fields.object("decision")));
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
                    attempt.string("reason", "")));
        }
        return attempts;
    }

    private static Decision decision(JsonFields fields) throws BadRequestException {
        List<Candidate> candidates = new ArrayList<>();
        Candidate chosen = null;
        String name = fields.textOrEmpty("chosen");
        for (JsonSlice element : fields.array("candidates")) {
            Candidate candidate = candidate(element.fields());
            candidates.add(candidate);
            if (chosen == null && candidate.eligible() && candidate.nodeName().equals(name)) {
                chosen = candidate;
            }
        }
        return new Decision(chosen, number(fields, "predicted_ms") / 1000, candidates);
    }

    private static Candidate candidate(JsonFields fields) throws BadRequestException {
        String node = fields.string("node", "");
        return new Candidate(
                new NodeId(node.isBlank() ? "?" : node),
                node,
                new InstanceId(ELSEWHERE, ModelRef.of(fields.string("model", ""))),
                objection(fields),
                fields.get("terms") == null ? null : terms(fields.object("terms")),
                fields.get("inputs") == null ? null : CostInputsJson.read(fields.object("inputs")));
    }

    private static Objection objection(JsonFields fields) throws BadRequestException {
        if (fields.bool("eligible", false)) {
            return Objection.NONE;
        }
        return new Objection(Objection.Code.parse(fields.string("code", "policy")), fields.string("reason", ""));
    }

    private static CostTerms terms(JsonFields fields) {
        return new CostTerms(
                number(fields, "queue") / 1000,
                number(fields, "service") / 1000,
                number(fields, "load") / 1000,
                number(fields, "thermal") / 1000,
                number(fields, "affinity") / 1000,
                number(fields, "availability") / 1000,
                number(fields, "context") / 1000);
    }
}
