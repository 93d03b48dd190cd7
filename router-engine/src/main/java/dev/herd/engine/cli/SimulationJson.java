package dev.herd.engine.cli;

import dev.herd.engine.protocol.Json;
import dev.herd.engine.simulation.Comparison;
import dev.herd.engine.simulation.Result;
import tools.jackson.core.JsonGenerator;

/// A comparison for programs (docs/simulation.md). Times are seconds, to the microsecond.
final class SimulationJson {
    private static final double DIGITS = 1e6;

    private SimulationJson() {}

    static String text(Comparison comparison) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("scenario", comparison.scenario().name());
            json.writeStringProperty("about", comparison.scenario().about());
            json.writeArrayPropertyStart("seeds");
            comparison.seeds().forEach(json::writeNumber);
            json.writeEndArray();
            json.writeArrayPropertyStart("policies");
            comparison.policies().forEach(runs -> runs(json, comparison, runs));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void runs(JsonGenerator json, Comparison comparison, Comparison.Runs runs) {
        json.writeStartObject();
        json.writeStringProperty("policy", runs.policy().label());
        number(json, "ratio", runs.ratio());
        number(json, "p95_ratio", runs.p95Ratio());
        json.writeArrayPropertyStart("runs");
        for (int i = 0; i < runs.results().size(); i++) {
            run(json, comparison.seeds().get(i), runs.results().get(i));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void run(JsonGenerator json, long seed, Result result) {
        json.writeStartObject();
        json.writeNumberProperty("seed", seed);
        json.writeObjectPropertyStart("classes");
        result.classes().forEach((name, figures) -> {
            json.writeObjectPropertyStart(name);
            json.writeNumberProperty("completed", figures.completed());
            json.writeNumberProperty("refused", figures.refused());
            spread(json, "first_token_s", figures.firstToken());
            spread(json, "completion_s", figures.completion());
            json.writeEndObject();
        });
        json.writeEndObject();
        number(json, "makespan_s", result.makespan());
        json.writeNumberProperty("loads", result.loads());
        json.writeNumberProperty("evictions", result.evictions());
        json.writeObjectPropertyStart("share");
        result.share().forEach((machine, share) -> number(json, machine, share));
        json.writeEndObject();
        number(json, "jain", result.jain());
        number(json, "disturbed_s", result.disturbedSeconds());
        json.writeArrayPropertyStart("violations");
        result.violations().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void spread(JsonGenerator json, String name, Result.Spread spread) {
        json.writeObjectPropertyStart(name);
        number(json, "mean", spread.mean());
        number(json, "p50", spread.p50());
        number(json, "p95", spread.p95());
        number(json, "p99", spread.p99());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        json.writeNumberProperty(name, Math.round(value * DIGITS) / DIGITS);
    }
}
