package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What Herd is to reach, and whether it does.
final class Goals {
    private static final double FAIR = 1.05;
    private static final double CONTENDED = 0.65;
    private static final double WRONG_RATES = 1.10;
    private static final double WORSE_THAN_OTHERS = 1.02;
    private static final double FLOODED = 1.2;
    private static final Set<PolicyName> OWN =
            Set.of(PolicyName.HERD, PolicyName.HERD_HEDGED, PolicyName.CLAIRVOYANT_FAIR);

    private final List<Comparison> comparisons;
    private final List<Goal> goals = new ArrayList<>();

    /// One goal in one scenario.
    ///
    /// @param limit the largest value that meets it
    record Goal(String what, String scenario, double value, double limit, String than) {
        boolean met() {
            // To the three digits that are shown.
            return Math.round(value * 1000) <= Math.round(limit * 1000);
        }
    }

    private Goals(List<Comparison> comparisons) {
        this.comparisons = comparisons;
    }

    static List<Goal> of(List<Comparison> comparisons) {
        Goals goals = new Goals(comparisons);
        for (Comparison each : comparisons) {
            each.of(PolicyName.HERD).ifPresent(herd -> {
                goals.againstClairvoyant(each.scenario(), herd);
                goals.againstOthers(each, herd);
            });
        }
        goals.underTheFlood();
        return List.copyOf(goals.goals);
    }

    private void add(String what, Scenario scenario, double value, double limit, String than) {
        goals.add(new Goal(what, scenario.name(), value, limit, than));
    }

    private void againstClairvoyant(Scenario scenario, Comparison.Runs herd) {
        String than = PolicyName.CLAIRVOYANT_FAIR.label();
        if (scenario.beliefs().sigma() >= 1 || !scenario.beliefs().known()) {
            add("rates wrong by σ 1, or unknown, at first", scenario, herd.ratio(), WRONG_RATES, than);
        } else if (!contends(scenario)) {
            add("no contention for prefixes", scenario, herd.ratio(), FAIR, than);
        } else if (isGrowing(scenario)) {
            add("12 to 24 growing conversations on two machines", scenario, herd.ratio(), CONTENDED, than);
        }
    }

    /// Whether there are more conversations than slots to keep them in.
    private static boolean contends(Scenario scenario) {
        int slots =
                scenario.machines().stream().mapToInt(Scenario.Machine::slots).sum();
        int talks = scenario.workloads().stream()
                .filter(Workload::goesOn)
                .mapToInt(load -> load.count() * (1 + load.fanOut()))
                .sum();
        return talks > slots;
    }

    private static boolean isGrowing(Scenario scenario) {
        return scenario.machines().size() == 2
                && scenario.workloads().stream()
                        .allMatch(load ->
                                load.kind() == Workload.Kind.CONVERSATIONS && load.count() >= 12 && load.count() <= 24);
    }

    private void againstOthers(Comparison each, Comparison.Runs herd) {
        Comparison.Runs best = null;
        for (Comparison.Runs other : each.policies()) {
            if (!OWN.contains(other.policy()) && (best == null || other.ratio() < best.ratio())) {
                best = other;
            }
        }
        if (best != null) {
            add(
                    "never worse than the best of the others",
                    each.scenario(),
                    herd.ratio() / best.ratio(),
                    WORSE_THAN_OTHERS,
                    best.policy().label());
        }
    }

    private void underTheFlood() {
        Optional<Comparison.Runs> with = herd("flood");
        Optional<Comparison.Runs> without = herd("no-flood");
        if (with.isPresent() && without.isPresent()) {
            goals.add(new Goal(
                    "p95 of chats under a flood",
                    "flood",
                    p95(with.get()) / p95(without.get()),
                    FLOODED,
                    String.format(Locale.ROOT, "%.1f s without it", p95(without.get()))));
        }
    }

    private Optional<Comparison.Runs> herd(String scenario) {
        return comparisons.stream()
                .filter(each -> each.scenario().name().equals(scenario))
                .findFirst()
                .flatMap(each -> each.of(PolicyName.HERD));
    }

    private static double p95(Comparison.Runs runs) {
        return runs.mean(result -> result.urgent().completion().p95());
    }
}
