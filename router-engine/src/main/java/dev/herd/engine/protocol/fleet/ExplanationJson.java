package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.Hindsight;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Explanation;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Why a request went where it went, in words, and what was predicted against what came.
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(JsonGenerator json, RequestTrace trace) {
        json.writeObjectPropertyStart("explanation");
        words(json, trace.decision(), trace.waits() ? Explanation.Stage.WAITS : Explanation.Stage.DECIDED);
        List<Hindsight.Phase> phases =
                Hindsight.of(trace).map(Hindsight::phases).orElse(List.of());
        json.writeObjectPropertyStart("predicted_ms");
        phases.forEach(phase -> milliseconds(json, phase.name(), phase.predictedMs()));
        json.writeEndObject();
        json.writeObjectPropertyStart("observed_ms");
        phases.forEach(phase -> milliseconds(json, phase.name(), phase.observedMs()));
        json.writeEndObject();
        json.writeArrayPropertyStart("attempts");
        for (AttemptTrace attempt : trace.attempts()) {
            Decision decision = attempt.decision();
            if (decision != null) {
                json.writeStartObject();
                json.writeStringProperty("node", attempt.node());
                words(json, decision, Explanation.Stage.DECIDED);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void words(JsonGenerator json, Decision decision, Explanation.Stage stage) {
        Explanation explanation = Explanation.of(decision, stage);
        json.writeStringProperty("summary", explanation.summary());
        json.writeArrayPropertyStart("inputs");
        explanation.inputs().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("candidates");
        for (Explanation.Verdict verdict : explanation.verdicts()) {
            json.writeStartObject();
            json.writeStringProperty("node", verdict.candidate().nodeName());
            json.writeStringProperty("name", verdict.name());
            json.writeStringProperty(
                    "server", verdict.candidate().instance().upstream().url());
            json.writeStringProperty(
                    "model", verdict.candidate().instance().model().name());
            json.writeStringProperty("fate", verdict.fate().label());
            json.writeStringProperty("verdict", verdict.words());
            json.writeStringProperty("change", verdict.changeWords());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void milliseconds(JsonGenerator json, String name, double value) {
        if (value < 0) {
            json.writeNullProperty(name);
        } else {
            TraceJson.number(json, name, value);
        }
    }
}
