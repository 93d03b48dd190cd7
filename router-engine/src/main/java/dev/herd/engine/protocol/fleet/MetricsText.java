package dev.herd.engine.protocol.fleet;

import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Slowdown;
import dev.herd.engine.scheduling.SchedulerView;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// `GET /metrics` in Prometheus' text format.
public final class MetricsText {
    private final StringBuilder text = new StringBuilder();

    /// @param outcomes ended requests by outcome label
    /// @param lostTraces traces that could not be written
    public record Counters(
            Map<String, Long> outcomes, long promptTokens, long completionTokens, long retries, long lostTraces) {
        public Counters {
            outcomes = Map.copyOf(outcomes);
        }
    }

    /// One histogram in seconds.
    ///
    /// @param cumulative how many values are at most each bound
    public record Seconds(String name, String help, Map<Double, Long> cumulative, long count, double sum) {
        public Seconds {
            cumulative = Map.copyOf(cumulative);
        }
    }

    /// What is now.
    public MetricsText gauges(StatusJson.Overview overview) {
        head("herd_info", "gauge", "Herd's version.");
        line("herd_info{version=\"" + overview.version() + "\"}", 1);
        head("herd_uptime_seconds", "gauge", "Seconds since the start.");
        line("herd_uptime_seconds", overview.uptime().toSeconds());
        head("herd_node_up", "gauge", "Whether a machine serves.");
        for (Node node : overview.fleet().nodes()) {
            line(
                    "herd_node_up{node=\"" + escaped(node.name()) + "\"}",
                    node.state().serves() ? 1 : 0);
        }
        head("herd_running", "gauge", "Requests that hold a slot.");
        loads(overview.work(), "herd_running", SchedulerView.Load::running);
        head("herd_waiting", "gauge", "Requests planned for an instance that wait.");
        loads(overview.work(), "herd_waiting", SchedulerView.Load::waiting);
        head("herd_slots", "gauge", "Slots of an instance.");
        loads(overview.work(), "herd_slots", load -> load.holder().model().slots());
        insight(overview);
        head("herd_tokens_per_second", "gauge", "Tokens generated per second over the last minute.");
        decimal("herd_tokens_per_second", overview.totalTokensPerSecond());
        return this;
    }

    /// How good predictions are, and how fast machines are against their cold speed.
    private void insight(StatusJson.Overview overview) {
        Map<InstanceId, Accuracy> accuracies = overview.work().insight().accuracies();
        misses(
                overview,
                "herd_prediction_error_ratio",
                "How far predicted times are off, either way.",
                accuracies,
                Accuracy.Miss::error);
        misses(overview, "herd_prediction_bias_ratio", "Observed by predicted times.", accuracies, Accuracy.Miss::bias);
        head("herd_node_speed_ratio", "gauge", "A machine's speed against its own cold speed.");
        for (Node node : overview.fleet().nodes()) {
            Slowdown slow = overview.work().insight().slowdowns().get(node.id());
            decimal("herd_node_speed_ratio{node=\"" + escaped(node.name()) + "\"}", slow == null ? 1 : slow.share());
        }
    }

    private void misses(
            StatusJson.Overview overview,
            String name,
            String help,
            Map<InstanceId, Accuracy> accuracies,
            ToDoubleFunction<Accuracy.Miss> value) {
        head(name, "gauge", help);
        for (SchedulerView.Load load : overview.work().loads()) {
            Accuracy accuracy = accuracies.get(load.holder().instance());
            if (accuracy != null) {
                decimal(name + labels(load, "first_token"), value.applyAsDouble(accuracy.firstToken()));
                decimal(name + labels(load, "total"), value.applyAsDouble(accuracy.total()));
                decimal(name + labels(load, "known_length"), value.applyAsDouble(accuracy.known()));
            }
        }
    }

    private static String labels(SchedulerView.Load load, String time) {
        return "{node=\"" + escaped(load.holder().node().name()) + "\",model=\""
                + escaped(load.holder().model().name()) + "\",of=\"" + time + "\"}";
    }

    private interface Count {
        int of(SchedulerView.Load load);
    }

    private void loads(SchedulerView work, String name, Count count) {
        for (SchedulerView.Load load : work.loads()) {
            String labels = "{node=\"" + escaped(load.holder().node().name()) + "\",model=\""
                    + escaped(load.holder().model().name()) + "\"}";
            line(name + labels, count.of(load));
        }
    }

    /// What was counted since the start.
    public MetricsText counters(Counters counters) {
        head("herd_requests_total", "counter", "Ended requests by outcome.");
        new TreeMap<>(counters.outcomes())
                .forEach((outcome, count) -> line("herd_requests_total{outcome=\"" + outcome + "\"}", count));
        head("herd_prompt_tokens_total", "counter", "Tokens of prompts.");
        line("herd_prompt_tokens_total", counters.promptTokens());
        head("herd_completion_tokens_total", "counter", "Generated tokens.");
        line("herd_completion_tokens_total", counters.completionTokens());
        head("herd_retries_total", "counter", "Attempts after the first.");
        line("herd_retries_total", counters.retries());
        head("herd_traces_lost_total", "counter", "Traces that could not be written.");
        line("herd_traces_lost_total", counters.lostTraces());
        return this;
    }

    public MetricsText histogram(Seconds seconds) {
        head(seconds.name(), "histogram", seconds.help());
        new TreeMap<>(seconds.cumulative())
                .forEach((bound, count) -> line(seconds.name() + "_bucket{le=\"" + bound + "\"}", count));
        line(seconds.name() + "_bucket{le=\"+Inf\"}", seconds.count());
        decimal(seconds.name() + "_sum", seconds.sum());
        line(seconds.name() + "_count", seconds.count());
        return this;
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    private void decimal(String name, double value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
