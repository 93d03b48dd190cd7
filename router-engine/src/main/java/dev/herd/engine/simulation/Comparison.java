package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// A scenario under several policies, with the same seeds for each.
///
/// @param seeds of the runs, in their order
public record Comparison(Scenario scenario, List<Long> seeds, List<Runs> policies) {
    public Comparison {
        seeds = List.copyOf(seeds);
        policies = List.copyOf(policies);
    }

    /// One policy's runs.
    ///
    /// @param ratio mean over the seeds of [Result#headline] as a multiple of clairvoyant-fair's
    /// @param p95Ratio likewise of its 95th percentile
    public record Runs(PolicyName policy, List<Result> results, double ratio, double p95Ratio) {
        public Runs {
            results = List.copyOf(results);
        }

        /// Mean over the runs.
        public double mean(ToDoubleFunction<Result> value) {
            return results.stream().mapToDouble(value).average().orElse(0);
        }

        /// The classes that asked in any run.
        public List<String> classes() {
            Map<String, Boolean> found = new LinkedHashMap<>();
            results.forEach(result -> result.classes().keySet().forEach(name -> found.put(name, true)));
            return List.copyOf(found.keySet());
        }

        /// Mean over the runs of a class's figures.
        public double mean(String name, ToDoubleFunction<Result.Figures> value) {
            return results.stream()
                    .flatMap(result -> Optional.ofNullable(result.classes().get(name)).stream())
                    .mapToDouble(value)
                    .average()
                    .orElse(0);
        }

        /// How many invariants were broken, and what the first was.
        public List<String> violations() {
            return results.stream()
                    .flatMap(result -> result.violations().stream())
                    .toList();
        }
    }

    /// Runs them all; clairvoyant-fair too, to compare with, which is left out of the answer unless it is
    /// asked for.
    ///
    /// @param scenario whose own seed is the first
    /// @param seeds how many, at least 1
    /// @throws EndlessException when a run does not end
    public static Comparison of(Scenario scenario, Collection<PolicyName> policies, int seeds) {
        List<Scenario> each = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            each.add(scenario.withSeed(scenario.seed() + i));
        }
        List<Result> base = each.stream().map(PolicyName.CLAIRVOYANT_FAIR::run).toList();
        List<Runs> runs = new ArrayList<>();
        for (PolicyName policy : policies) {
            List<Result> results = policy == PolicyName.CLAIRVOYANT_FAIR
                    ? base
                    : each.stream().map(policy::run).toList();
            runs.add(new Runs(
                    policy,
                    results,
                    ratio(results, base, Result::headline),
                    ratio(results, base, result -> result.urgent().completion().p95())));
        }
        return new Comparison(scenario, each.stream().map(Scenario::seed).toList(), runs);
    }

    private static double ratio(List<Result> results, List<Result> base, ToDoubleFunction<Result> value) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < results.size(); i++) {
            double one = value.applyAsDouble(base.get(i));
            if (one > 0) {
                sum += value.applyAsDouble(results.get(i)) / one;
                count++;
            }
        }
        return count == 0 ? 1 : sum / count;
    }

    /// The runs of one policy; empty when it was not asked for.
    public Optional<Runs> of(PolicyName policy) {
        return policies.stream().filter(runs -> runs.policy() == policy).findFirst();
    }
}
