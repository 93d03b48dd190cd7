package dev.herd.engine.protocol.fleet;

import static dev.herd.engine.protocol.fleet.TraceJson.number;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerm;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Situation;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A decision record as JSON and back. What older versions did not write is read as unknown.
final class DecisionJson {
    /// Older records name machines as people do; where a model server stood is not told.
    private static final UpstreamId ELSEWHERE = new UpstreamId("http://0.0.0.0:0");

    private DecisionJson() {}

    static void write(JsonGenerator json, Decision decision) {
        json.writeStartObject();
        Candidate chosen = decision.chosen();
        if (chosen == null) {
            json.writeNullProperty("chosen");
        } else {
            json.writeStringProperty("chosen", chosen.nodeName());
            json.writeStringProperty("server", chosen.instance().upstream().url());
        }
        number(json, "predicted_ms", decision.predictedSeconds() * 1000);
        if (decision.promisedSeconds() >= 0) {
            number(json, "promised_wait_ms", decision.promisedSeconds() * 1000);
        }
        json.writeArrayPropertyStart("candidates");
        decision.candidates().forEach(candidate -> candidate(json, candidate));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void candidate(JsonGenerator json, Candidate candidate) {
        json.writeStartObject();
        json.writeStringProperty("node", candidate.nodeName());
        json.writeStringProperty("server", candidate.instance().upstream().url());
        json.writeStringProperty("model", candidate.instance().model().name());
        json.writeBooleanProperty("eligible", candidate.eligible());
        json.writeStringProperty("code", candidate.objection().code().label());
        json.writeStringProperty("reason", candidate.reason());
        CostTerms terms = candidate.terms();
        if (terms == null) {
            json.writeNullProperty("cost_ms");
            json.writeNullProperty("terms");
        } else {
            number(json, "cost_ms", terms.total() * 1000);
            terms(json, terms);
        }
        if (candidate.inputs() != null) {
            CostInputsJson.write(json, candidate.inputs());
        }
        Situation situation = candidate.situation();
        if (situation != null) {
            situation(json, situation);
        }
        json.writeEndObject();
    }

    /// Milliseconds, like all times here.
    private static void terms(JsonGenerator json, CostTerms terms) {
        json.writeObjectPropertyStart("terms");
        for (CostTerm term : CostTerm.values()) {
            number(json, term.label(), term.seconds(terms) * 1000);
        }
        json.writeEndObject();
    }

    private static void situation(JsonGenerator json, Situation situation) {
        json.writeObjectPropertyStart("situation");
        json.writeBooleanProperty("personal", situation.personal());
        json.writeNumberProperty("occupied", situation.occupied());
        json.writeNumberProperty("slots", situation.slots());
        json.writeNumberProperty("window", situation.window());
        json.writeNumberProperty("asked_window", situation.askedWindow());
        json.writeEndObject();
    }

    static Decision read(JsonFields fields) throws BadRequestException {
        List<Candidate> candidates = new ArrayList<>();
        Candidate chosen = null;
        String name = fields.textOrEmpty("chosen");
        UpstreamId server = server(fields);
        for (JsonSlice element : fields.array("candidates")) {
            Candidate candidate = readCandidate(element.fields());
            candidates.add(candidate);
            boolean isMeant = candidate.eligible()
                    && candidate.nodeName().equals(name)
                    && candidate.instance().upstream().equals(server);
            if (chosen == null && isMeant) {
                chosen = candidate;
            }
        }
        double promised =
                fields.get("promised_wait_ms") == null ? -1 : TraceReader.number(fields, "promised_wait_ms") / 1000;
        return new Decision(chosen, TraceReader.number(fields, "predicted_ms") / 1000, candidates, promised);
    }

    private static UpstreamId server(JsonFields fields) {
        String url = fields.textOrEmpty("server");
        return url.isEmpty() ? ELSEWHERE : new UpstreamId(url);
    }

    private static Candidate readCandidate(JsonFields fields) throws BadRequestException {
        String node = fields.string("node", "");
        return new Candidate(
                new NodeId(node.isBlank() ? "?" : node),
                node,
                new InstanceId(server(fields), ModelRef.of(fields.string("model", ""))),
                objection(fields),
                fields.get("terms") == null ? null : terms(fields.object("terms")),
                fields.get("inputs") == null ? null : CostInputsJson.read(fields.object("inputs")),
                situation(fields));
    }

    private static @Nullable Situation situation(JsonFields fields) throws BadRequestException {
        if (fields.get("situation") == null) {
            return null;
        }
        JsonFields of = fields.object("situation");
        return new Situation(
                of.bool("personal", false),
                (int) of.whole("occupied"),
                (int) of.whole("slots"),
                (int) of.whole("window"),
                (int) of.whole("asked_window"));
    }

    private static Objection objection(JsonFields fields) throws BadRequestException {
        if (fields.bool("eligible", false)) {
            return Objection.NONE;
        }
        return new Objection(Objection.Code.parse(fields.string("code", "policy")), fields.string("reason", ""));
    }

    private static CostTerms terms(JsonFields fields) {
        return new CostTerms(
                TraceReader.number(fields, "queue") / 1000,
                TraceReader.number(fields, "service") / 1000,
                TraceReader.number(fields, "load") / 1000,
                TraceReader.number(fields, "thermal") / 1000,
                TraceReader.number(fields, "affinity") / 1000,
                TraceReader.number(fields, "availability") / 1000,
                TraceReader.number(fields, "context") / 1000);
    }
}
