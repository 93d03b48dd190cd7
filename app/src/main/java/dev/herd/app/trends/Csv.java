package dev.herd.app.trends;

import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// Trends as comma-separated values after RFC 4180, one line for each step, machine and measure of which anything is
/// known. Gaps have no line.
final class Csv {
    private static final String HEAD = "start,seconds,node,name,measure,mean,min,max,known\r\n";
    private static final String END = "\r\n";

    private Csv() {}

    /// @param hidden machines that are left out
    static String of(Trends trends, Set<NodeId> hidden) {
        var text = new StringBuilder(HEAD);
        for (NodeTrends node : trends.nodes()) {
            if (!hidden.contains(node.node())) {
                for (TrendMeasure measure : TrendMeasure.values()) {
                    TrendSeries series = node.series().get(measure);
                    if (series != null) {
                        add(text, trends, node, measure, series);
                    }
                }
            }
        }
        for (TrendEvent event : trends.events()) {
            if (!hidden.contains(event.node())) {
                add(text, event, trends);
            }
        }
        return text.toString();
    }

    private static void add(
            StringBuilder text, Trends trends, NodeTrends node, TrendMeasure measure, TrendSeries series) {
        for (int i = 0; i < series.size(); i++) {
            if (series.knows(i)) {
                text.append(trends.at(i))
                        .append(',')
                        .append(trends.step().toSeconds())
                        .append(',');
                text.append(quoted(node.node().value()))
                        .append(',')
                        .append(quoted(node.name()))
                        .append(',');
                text.append(measure.label())
                        .append(',')
                        .append((float) series.mean(i))
                        .append(',');
                text.append((float) series.least(i))
                        .append(',')
                        .append((float) series.most(i))
                        .append(',');
                text.append((float) series.known(i)).append(END);
            }
        }
    }

    /// An event is a measure of its own: its length in seconds, up to the end of what is shown while it goes on.
    private static void add(StringBuilder text, TrendEvent event, Trends trends) {
        Instant over = event.end();
        Instant end = over == null ? trends.end() : over;
        long seconds = Math.max(0, Duration.between(event.start(), end).toSeconds());
        text.append(event.start()).append(',').append(seconds).append(',');
        text.append(quoted(event.node().value()))
                .append(',')
                .append(quoted(event.name()))
                .append(',');
        text.append("event ").append(event.kind().label()).append(",,,,").append(END);
    }

    /// A formula to a spreadsheet is a word to Herd, and stays one.
    static String quoted(String word) {
        String safe = !word.isEmpty() && "=+-@\t\r".indexOf(word.charAt(0)) >= 0 ? "'" + word : word;
        return safe.chars().anyMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
