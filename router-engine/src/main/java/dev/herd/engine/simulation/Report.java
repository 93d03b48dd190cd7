package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// docs/simulation-report.md.
public final class Report {
    private static final String HEAD = """
            # Simulation report

            Every shipped scenario under every policy, written by `herd simulate --report docs/simulation-report.md`. A test \
            fails when the figures change without this page. What scenarios, policies and invariants are is told in \
            [simulation.md](simulation.md).

            """;

    private final List<Comparison> comparisons;
    private final StringBuilder text = new StringBuilder(HEAD);
    private final Formatter out = new Formatter(text, Locale.ROOT);

    private Report(List<Comparison> comparisons) {
        this.comparisons = comparisons;
    }

    /// The page as Markdown.
    ///
    /// @param comparisons each with all policies
    public static String of(Collection<Comparison> comparisons) {
        Report report = new Report(List.copyOf(comparisons));
        report.goals();
        report.ratios();
        report.figures(PolicyName.HERD);
        report.figures(PolicyName.HERD_HEDGED);
        report.figures(PolicyName.CLAIRVOYANT_FAIR);
        report.invariants();
        return report.text.toString();
    }

    private void goals() {
        List<Goals.Goal> goals = Goals.of(comparisons);
        List<Goals.Goal> missed = goals.stream().filter(goal -> !goal.met()).toList();
        out.format("## Goals\n");
        out.format("\n");
        out.format("%d of %d are met.\n", goals.size() - missed.size(), goals.size());
        if (!missed.isEmpty()) {
            out.format("\n");
            out.format("Not met:\n");
            out.format("\n");
            missed.forEach(goal -> out.format(
                    "- %s, in %s: %.3f times %s, more than %.2f.\n",
                    goal.what(), goal.scenario(), goal.value(), goal.than(), goal.limit()));
        }
        out.format("\n");
        out.format("| goal | scenario | Herd | at most | times | |\n");
        out.format("|---|---|---|---|---|---|\n");
        for (Goals.Goal goal : goals) {
            out.format(
                    "| %s | %s | %.3f | %.2f | %s | %s |\n",
                    goal.what(),
                    goal.scenario(),
                    goal.value(),
                    goal.limit(),
                    goal.than(),
                    goal.met() ? "met" : "**not met**");
        }
        out.format("\n");
    }

    private void ratios() {
        List<PolicyName> policies = Arrays.stream(PolicyName.values())
                .filter(policy -> policy != PolicyName.CLAIRVOYANT_FAIR)
                .toList();
        out.format("## Policies\n");
        out.format("\n");
        out.format(
                "Mean completion time of the most urgent class as a multiple of clairvoyant-fair's, mean over the seeds; in\n");
        out.format("brackets its 95th percentile, likewise.\n");
        out.format("\n");
        out.format(
                "| scenario | %s |\n", policies.stream().map(PolicyName::label).collect(Collectors.joining(" | ")));
        out.format("|---|%s\n", "---|".repeat(policies.size()));
        for (Comparison each : comparisons) {
            List<String> cells = new ArrayList<>();
            for (PolicyName policy : policies) {
                cells.add(each.of(policy)
                        .map(runs -> String.format(Locale.ROOT, "%.2f (%.2f)", runs.ratio(), runs.p95Ratio()))
                        .orElse(""));
            }
            out.format("| %s | %s |\n", each.scenario().name(), String.join(" | ", cells));
        }
        out.format("\n");
    }

    private void figures(PolicyName policy) {
        out.format("## Figures of %s\n", policy.label());
        out.format("\n");
        out.format(
                "Seconds, of the most urgent class; means over the seeds. Fairness is Jain's index over the clients.\n");
        out.format("\n");
        out.format(
                "| scenario | completion | p95 | first token | p95 | makespan | refused | loads | evictions | fairness |"
                        + " disturbed |\n");
        out.format("|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Comparison each : comparisons) {
            each.of(policy)
                    .ifPresent(runs -> out.format(
                            "| %s | %.2f | %.2f | %.2f | %.2f | %.0f | %.1f | %.1f | %.1f | %.3f | %.1f |\n",
                            each.scenario().name(),
                            runs.mean(Result::headline),
                            runs.mean(result -> result.urgent().completion().p95()),
                            runs.mean(result -> result.urgent().firstToken().mean()),
                            runs.mean(result -> result.urgent().firstToken().p95()),
                            runs.mean(Result::makespan),
                            runs.mean("all", Result.Figures::refused),
                            runs.mean(Result::loads),
                            runs.mean(Result::evictions),
                            runs.mean(Result::jain),
                            runs.mean(Result::disturbedSeconds)));
        }
        out.format("\n");
    }

    private void invariants() {
        out.format("## Invariants\n");
        out.format("\n");
        boolean none = true;
        for (Comparison each : comparisons) {
            for (Comparison.Runs runs : each.policies()) {
                List<String> broken = runs.violations();
                if (!broken.isEmpty()) {
                    none = false;
                    out.format(
                            "- %s under %s: %d, the first being %s\n",
                            each.scenario().name(), runs.policy().label(), broken.size(), broken.getFirst());
                }
            }
        }
        if (none) {
            out.format("None was broken.\n");
        }
    }
}
