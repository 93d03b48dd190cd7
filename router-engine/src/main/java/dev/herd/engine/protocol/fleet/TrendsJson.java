package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.protocol.Json;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// `GET /fleet/trends`.
public final class TrendsJson {
    private static final double DIGITS = 10_000;

    private TrendsJson() {}

    /// @param now when it was asked
    public static byte[] of(Trends trends, Instant now) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("now", now.toString());
            json.writeStringProperty("from", trends.start().toString());
            json.writeStringProperty("to", trends.end().toString());
            json.writeNumberProperty("step_s", trends.step().toSeconds());
            moment(json, "since", trends.since());
            json.writeArrayPropertyStart("nodes");
            trends.nodes().forEach(node -> node(json, node));
            json.writeEndArray();
            json.writeArrayPropertyStart("events");
            trends.events().forEach(event -> event(json, event));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void node(JsonGenerator json, NodeTrends node) {
        json.writeStartObject();
        json.writeStringProperty("id", node.node().value());
        json.writeStringProperty("name", node.name());
        json.writeObjectPropertyStart("series");
        for (TrendMeasure measure : TrendMeasure.values()) {
            TrendSeries series = node.series().get(measure);
            if (series != null) {
                series(json, measure, series);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void series(JsonGenerator json, TrendMeasure measure, TrendSeries series) {
        json.writeObjectPropertyStart(measure.label());
        numbers(json, "mean", series, series::mean);
        numbers(json, "min", series, series::least);
        numbers(json, "max", series, series::most);
        json.writeArrayPropertyStart("known");
        for (int i = 0; i < series.size(); i++) {
            json.writeNumber(rounded(series.known(i)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, TrendSeries series, IntToDoubleFunction values) {
        json.writeArrayPropertyStart(name);
        for (int i = 0; i < series.size(); i++) {
            if (series.knows(i)) {
                json.writeNumber(rounded(values.applyAsDouble(i)));
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }

    private static void event(JsonGenerator json, TrendEvent event) {
        json.writeStartObject();
        json.writeStringProperty("node", event.node().value());
        json.writeStringProperty("name", event.name());
        json.writeStringProperty("kind", event.kind().label());
        json.writeStringProperty("detail", event.detail());
        json.writeStringProperty("start", event.start().toString());
        moment(json, "end", event.end());
        json.writeEndObject();
    }

    private static void moment(JsonGenerator json, String name, @Nullable Instant moment) {
        if (moment == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, moment.toString());
        }
    }
}
