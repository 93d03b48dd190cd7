package dev.herd.engine.cli;

import dev.herd.engine.protocol.Json;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// What this machine's sensors told, for the person who asks.
///
/// @param at when they were asked last
public record SignalReport(Instant at, List<Line> lines) {
    private static final double MILLIS = 1000;
    private static final double NANOS_OF_MILLI = 1e6;

    /// One signal.
    ///
    /// @param took how long its sensors were busy with its last reading
    public record Line(Class<? extends Signal> kind, Reading<? extends Signal> reading, Duration took) {
        String tookMillis() {
            return String.format(Locale.ROOT, "%.1f", took.toNanos() / NANOS_OF_MILLI);
        }
    }

    public SignalReport {
        lines = List.copyOf(lines);
    }

    /// As a table.
    public void print(PrintWriter out) {
        var table = new Table("SIGNAL", "VALUE", "SOURCE", "AGE", "TOOK");
        for (Line line : lines) {
            String name = SignalText.name(line.kind());
            switch (line.reading()) {
                case Reading.Known<?>(Signal value, Instant read, String source) ->
                    table.row(name, SignalText.of(value), source, age(read), line.tookMillis() + " ms");
                case Reading.Unknown<?>(String reason) ->
                    table.row(name, "unknown: " + reason, "-", "-", line.tookMillis() + " ms");
                case Reading.Known<?> other -> throw new IllegalStateException("no signal: " + other);
            }
        }
        table.print(out);
    }

    private String age(Instant read) {
        return String.format(Locale.ROOT, "%.1f s", seconds(read));
    }

    private double seconds(Instant read) {
        return Math.max(0, Duration.between(read, at).toMillis() / MILLIS);
    }

    /// For programs: `{"at", "signals": [{"signal", "known", "value": {…}, "words", "source", "age_s", "took_ms"}]}`,
    /// of an unknown one `{"signal", "known", "reason", "took_ms"}`.
    public String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("at", at.toString());
            json.writeArrayPropertyStart("signals");
            lines.forEach(line -> write(json, line));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void write(JsonGenerator json, Line line) {
        json.writeStartObject();
        json.writeStringProperty("signal", SignalText.name(line.kind()).replace(' ', '_'));
        json.writeBooleanProperty("known", line.reading() instanceof Reading.Known);
        switch (line.reading()) {
            case Reading.Known<?>(Signal value, Instant read, String source) -> {
                json.writeObjectPropertyStart("value");
                SignalJson.write(json, value);
                json.writeEndObject();
                json.writeStringProperty("words", SignalText.of(value));
                json.writeStringProperty("source", source);
                SignalJson.number(json, "age_s", seconds(read));
            }
            case Reading.Unknown<?>(String reason) -> json.writeStringProperty("reason", reason);
            case Reading.Known<?> other -> throw new IllegalStateException("no signal: " + other);
        }
        SignalJson.number(json, "took_ms", line.took().toNanos() / NANOS_OF_MILLI);
        json.writeEndObject();
    }
}
