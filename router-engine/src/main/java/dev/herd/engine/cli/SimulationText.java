package dev.herd.engine.cli;

import dev.herd.engine.simulation.Comparison;
import dev.herd.engine.simulation.Result;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A comparison for people.
final class SimulationText {
    private static final int MOST_VIOLATIONS = 5;

    private SimulationText() {}

    static void print(Comparison comparison, PrintWriter out) {
        String about = comparison.scenario().about();
        out.println(comparison.scenario().name() + (about.isEmpty() ? "" : ": " + about));
        int seeds = comparison.seeds().size();
        out.println(
                seeds == 1
                        ? "seed " + comparison.seeds().getFirst()
                        : "means over the seeds " + comparison.seeds().getFirst() + " to "
                                + comparison.seeds().getLast());
        out.println();
        times(comparison).print(out);
        out.println();
        machines(comparison).print(out);
        violations(comparison, out);
    }

    private static Table times(Comparison comparison) {
        var table = new Table(
                "POLICY",
                "RATIO",
                "CLASS",
                "DONE",
                "REFUSED",
                "FIRST TOKEN",
                "P50",
                "P95",
                "P99",
                "COMPLETION",
                "P50",
                "P95",
                "P99");
        for (Comparison.Runs runs : comparison.policies()) {
            String policy = runs.policy().label();
            String ratio = String.format(Locale.ROOT, "%.3f", runs.ratio());
            for (String name : runs.classes()) {
                List<String> row = new ArrayList<>(List.of(policy, ratio, name));
                row.add(count(runs.mean(name, Result.Figures::completed)));
                row.add(count(runs.mean(name, Result.Figures::refused)));
                spread(row, runs, name, true);
                spread(row, runs, name, false);
                table.row(row.toArray(String[]::new));
                policy = "";
                ratio = "";
            }
        }
        return table;
    }

    private static void spread(List<String> row, Comparison.Runs runs, String name, boolean first) {
        row.add(seconds(runs.mean(name, figures -> of(figures, first).mean())));
        row.add(seconds(runs.mean(name, figures -> of(figures, first).p50())));
        row.add(seconds(runs.mean(name, figures -> of(figures, first).p95())));
        row.add(seconds(runs.mean(name, figures -> of(figures, first).p99())));
    }

    private static Result.Spread of(Result.Figures figures, boolean first) {
        return first ? figures.firstToken() : figures.completion();
    }

    private static Table machines(Comparison comparison) {
        var table = new Table(
                "POLICY", "MAKESPAN", "LOADS", "EVICTIONS", "FAIRNESS", "DISTURBED", "VIOLATIONS", "SHARE PER MACHINE");
        for (Comparison.Runs runs : comparison.policies()) {
            table.row(
                    runs.policy().label(),
                    seconds(runs.mean(Result::makespan)),
                    count(runs.mean(Result::loads)),
                    count(runs.mean(Result::evictions)),
                    String.format(Locale.ROOT, "%.3f", runs.mean(Result::jain)),
                    seconds(runs.mean(Result::disturbedSeconds)),
                    Integer.toString(runs.violations().size()),
                    shares(runs));
        }
        return table;
    }

    private static String shares(Comparison.Runs runs) {
        Map<String, Double> first = runs.results().getFirst().share();
        List<String> shares = new ArrayList<>();
        for (String machine : first.keySet()) {
            double share = runs.mean(result -> result.share().getOrDefault(machine, 0.0));
            shares.add(String.format(Locale.ROOT, "%s %.0f %%", machine, 100 * share));
        }
        return String.join(", ", shares);
    }

    private static void violations(Comparison comparison, PrintWriter out) {
        for (Comparison.Runs runs : comparison.policies()) {
            runs.violations().stream()
                    .limit(MOST_VIOLATIONS)
                    .forEach(each -> out.println(runs.policy().label() + " broke " + each));
        }
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f s", value);
    }

    private static String count(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
