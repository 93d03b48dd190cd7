package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// How every machine is at one moment, and was in the last minutes: `herd nodes --watch`.
final class NodesView {
    private static final String UNKNOWN = "–";
    private static final List<String> HEAT = List.of("nominal", "fair", "serious", "critical");
    private static final List<String> PRESSURE = List.of("normal", "warn", "critical");

    /// What is read of the trends.
    private static final List<String> MEASURES = List.of(
            "heat_celsius",
            "heat_level",
            "pressure_level",
            "cpu",
            "memory",
            "accelerator",
            "on_battery",
            "battery_percent",
            "tokens_per_s");

    /// Points that are young enough to be shown as the present: the newest may be on its way, and while nobody looks
    /// sensors are read every 15 s.
    private static final int STILL_NOW = 3;

    private final String now;
    private final List<Row> rows;

    /// One machine.
    ///
    /// @param trends of the last minutes by measure, oldest first, NaN where nothing is known
    private record Row(JsonFields node, double tokens, Map<String, List<Double>> trends) {
        List<Double> of(String measure) {
            return trends.getOrDefault(measure, List.of());
        }

        /// NaN where it is not known.
        double latest(String measure) {
            List<Double> values = of(measure);
            for (int i = values.size() - 1; i >= Math.max(0, values.size() - STILL_NOW); i--) {
                if (!values.get(i).isNaN()) {
                    return values.get(i);
                }
            }
            return Double.NaN;
        }
    }

    private NodesView(String now, List<Row> rows) {
        this.now = now;
        this.rows = rows;
    }

    /// @param status of `/fleet/status`
    /// @param trends of `/fleet/trends`, in steps of ten seconds up to now; empty where there are none
    static NodesView of(JsonFields status, JsonFields trends) throws BadRequestException {
        Map<String, Map<String, List<Double>>> byNode = new HashMap<>();
        for (JsonSlice each : trends.array("nodes")) {
            JsonFields node = each.fields();
            byNode.put(node.textOrEmpty("id"), series(node.object("series")));
        }
        List<Row> rows = new ArrayList<>();
        for (JsonSlice each : status.array("nodes")) {
            JsonFields node = each.fields();
            double tokens = RequestCommands.number(node, "tokens_per_s");
            rows.add(new Row(node, tokens, byNode.getOrDefault(node.textOrEmpty("id"), Map.of())));
        }
        return new NodesView(status.textOrEmpty("now"), rows);
    }

    private static Map<String, List<Double>> series(JsonFields series) throws BadRequestException {
        Map<String, List<Double>> all = new HashMap<>();
        for (String measure : MEASURES) {
            List<Double> means = new ArrayList<>();
            for (JsonSlice value : series.object(measure).array("mean")) {
                means.add(value.isNull() ? Double.NaN : value.number());
            }
            all.put(measure, means);
        }
        return all;
    }

    void print(PrintWriter out) {
        var table = new Table(
                "NODE",
                "STATE",
                "HEAT",
                "PRESSURE",
                "CPU",
                "10 MINUTES",
                "MEMORY",
                "POWER",
                "RUNNING",
                "TOKENS/S",
                "10 MINUTES",
                "REASON");
        for (Row row : rows) {
            table.row(
                    row.node().textOrEmpty("name"),
                    row.node().textOrEmpty("state"),
                    heat(row),
                    word(PRESSURE, row.latest("pressure_level")),
                    percent(row.latest("cpu")),
                    Blocks.of(row.of("cpu"), 1),
                    percent(row.latest("memory")),
                    power(row),
                    Long.toString(row.node().whole("running")),
                    String.format(Locale.ROOT, "%.1f", row.tokens()),
                    Blocks.of(row.of("tokens_per_s"), 1),
                    row.node().textOrEmpty("reason"));
        }
        table.print(out);
    }

    private static String heat(Row row) {
        double celsius = row.latest("heat_celsius");
        String level = word(HEAT, row.latest("heat_level"));
        return Double.isNaN(celsius) ? level : String.format(Locale.ROOT, "%.0f °C %s", celsius, level);
    }

    private static String power(Row row) {
        double battery = row.latest("on_battery");
        double percent = row.latest("battery_percent");
        if (Double.isNaN(battery)) {
            return UNKNOWN;
        }
        String source = battery > 0 ? "battery" : "mains";
        return Double.isNaN(percent) ? source : String.format(Locale.ROOT, "%s %.0f %%", source, percent);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? UNKNOWN : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    private static String word(List<String> words, double level) {
        return Double.isNaN(level) ? UNKNOWN : words.get(Math.clamp(Math.round(level), 0, words.size() - 1));
    }

    /// One object on one line.
    String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("now", now);
            json.writeArrayPropertyStart("nodes");
            rows.forEach(row -> json(json, row));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void json(JsonGenerator json, Row row) {
        json.writeStartObject();
        for (String text : List.of("id", "name", "state", "reason")) {
            json.writeStringProperty(text, row.node().textOrEmpty(text));
        }
        json.writeNumberProperty("running", row.node().whole("running"));
        json.writeNumberProperty("waiting", row.node().whole("waiting"));
        json.writeNumberProperty("tokens_per_s", row.tokens());
        for (String measure : MEASURES) {
            if (!measure.equals("tokens_per_s")) {
                number(json, measure, row.latest(measure));
            }
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isNaN(value)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}
