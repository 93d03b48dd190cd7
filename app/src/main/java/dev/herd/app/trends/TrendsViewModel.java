package dev.herd.app.trends;

import dev.herd.app.text.Units;
import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the Trends tab shows: the machines, the charts with a line of each machine that is not hidden, and what went on
/// meanwhile.
///
/// @param hasBegun whether anything was ever kept
/// @param lanes machines of which there are events, in the order of the legend
/// @param series of every machine, hidden or not
record TrendsViewModel(
        Trends trends,
        boolean hasBegun,
        List<Machine> machines,
        List<Chart> charts,
        List<Lane> lanes,
        Map<NodeId, Map<TrendMeasure, TrendSeries>> series) {
    /// Shown also where no machine tells it, since the eye looks for them in their place.
    private static final Set<Panel> ALWAYS =
            Set.of(Panel.HEAT, Panel.PRESSURE, Panel.PROCESSOR, Panel.MEMORY, Panel.POWER, Panel.RUNNING, Panel.TOKENS);

    TrendsViewModel {
        machines = List.copyOf(machines);
        charts = List.copyOf(charts);
        lanes = List.copyOf(lanes);
        series = Map.copyOf(series);
    }

    /// @param hue 1 to [MachineHues#COUNT]
    record Machine(NodeId id, String name, int hue, boolean hidden) {}

    /// @param lines of the machines that are shown and known
    /// @param scale with room for all of them
    record Chart(Panel panel, Panel.Scale scale, List<Line> lines) {
        Chart {
            lines = List.copyOf(lines);
        }
    }

    record Line(Machine machine, TrendSeries series) {}

    record Lane(Machine machine, List<TrendEvent> events) {
        Lane {
            events = List.copyOf(events);
        }
    }

    /// What a machine has in a chart at a moment.
    ///
    /// @param text `–` where it is not known
    record Value(Machine machine, String text, double number) {
        boolean isKnown() {
            return !Double.isNaN(number);
        }
    }

    static TrendsViewModel of(Trends trends, MachineHues hues, Set<NodeId> hidden) {
        List<Machine> machines = trends.nodes().stream()
                .map(node -> new Machine(node.node(), node.name(), hues.of(node.node()), hidden.contains(node.node())))
                .toList();
        List<Chart> charts = new ArrayList<>();
        for (Panel panel : Panel.values()) {
            List<Line> lines = lines(panel, trends, machines);
            if (ALWAYS.contains(panel) || (panel == Panel.HEAT_LEVEL ? hasLevelAlone(trends) : !lines.isEmpty())) {
                charts.add(new Chart(panel, reaching(panel.scale(), lines), lines));
            }
        }
        Map<NodeId, Map<TrendMeasure, TrendSeries>> series =
                trends.nodes().stream().collect(Collectors.toMap(NodeTrends::node, NodeTrends::series));
        return new TrendsViewModel(trends, trends.since() != null, machines, charts, lanes(trends, machines), series);
    }

    /// Some systems tell a level of heat and no degrees.
    private static boolean hasLevelAlone(Trends trends) {
        return trends.nodes().stream()
                .map(NodeTrends::series)
                .anyMatch(series ->
                        series.containsKey(TrendMeasure.HEAT_LEVEL) && !series.containsKey(TrendMeasure.HEAT));
    }

    private static List<Line> lines(Panel panel, Trends trends, List<Machine> machines) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            TrendSeries series = trends.nodes().get(i).series().get(panel.measure());
            if (series != null && !machines.get(i).hidden()) {
                lines.add(new Line(machines.get(i), series));
            }
        }
        return lines;
    }

    private static Panel.Scale reaching(Panel.Scale scale, List<Line> lines) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Line line : lines) {
            for (int i = 0; i < line.series().size(); i++) {
                if (line.series().knows(i)) {
                    least = Math.min(least, line.series().least(i));
                    most = Math.max(most, line.series().most(i));
                }
            }
        }
        return most < least ? scale : scale.reaching(least, most);
    }

    private static List<Lane> lanes(Trends trends, List<Machine> machines) {
        return machines.stream()
                .filter(machine -> !machine.hidden())
                .map(machine -> new Lane(
                        machine,
                        trends.events().stream()
                                .filter(event -> event.node().equals(machine.id()))
                                .toList()))
                .filter(lane -> !lane.events().isEmpty())
                .toList();
    }

    /// Whether anything is known of the time that is shown.
    boolean isKnown() {
        return !machines.isEmpty();
    }

    /// The step that a moment lies in; the last one that has begun when it lies behind all.
    int step(Instant moment) {
        long index = Math.floorDiv(
                Duration.between(trends.start(), moment).toMillis(),
                trends.step().toMillis());
        return Math.clamp(index, 0, Math.max(0, trends.steps() - 1));
    }

    /// What every machine of a chart has in a step, highest first.
    List<Value> values(Chart chart, int step) {
        return chart.lines().stream()
                .map(line -> value(chart.panel(), line, step))
                .sorted(Comparator.comparing(Value::isKnown)
                        .thenComparingDouble(Value::number)
                        .reversed())
                .toList();
    }

    private Value value(Panel panel, Line line, int step) {
        TrendSeries series = line.series();
        if (step >= series.size() || !series.knows(step)) {
            return new Value(line.machine(), Units.NONE, Double.NaN);
        }
        double mean = series.mean(step);
        String note = note(panel, line.machine(), step);
        return new Value(line.machine(), panel.text(mean) + note, mean);
    }

    /// What belongs to a figure and has no line of its own.
    private String note(Panel panel, Machine machine, int step) {
        return switch (panel) {
            case HEAT ->
                word(
                        machine,
                        TrendMeasure.HEAT_LEVEL,
                        step,
                        level -> level >= 1 ? " " + Panel.HEAT_LEVEL.text(level) : "");
            case POWER -> word(machine, TrendMeasure.ON_BATTERY, step, on -> on >= 0.5 ? " on battery" : "");
            default -> "";
        };
    }

    private String word(Machine machine, TrendMeasure measure, int step, DoubleFunction<String> words) {
        TrendSeries series = series(machine, measure);
        return series == null || !series.knows(step) ? "" : words.apply(series.mean(step));
    }

    /// A measure of a machine; null where nothing is known of it.
    @Nullable
    TrendSeries series(Machine machine, TrendMeasure measure) {
        return series.getOrDefault(machine.id(), Map.of()).get(measure);
    }

    /// The newest step of which anything is known; the last where nothing is.
    int newest() {
        return IntStream.iterate(trends.steps() - 1, step -> step >= 0, step -> step - 1)
                .filter(step -> charts.stream()
                        .flatMap(chart -> chart.lines().stream())
                        .anyMatch(line -> line.series().knows(step)))
                .findFirst()
                .orElse(Math.max(0, trends.steps() - 1));
    }
}
