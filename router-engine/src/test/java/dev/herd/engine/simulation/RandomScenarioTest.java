package dev.herd.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.placement.RequestClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever the machines, the models, the traffic and what befalls them.
class RandomScenarioTest {
    private static final int SCENARIOS = 120;

    @Test
    void herdKeepsEveryInvariantAndDecidesTheSameAgain() {
        for (int seed = 0; seed < SCENARIOS; seed++) {
            Scenario scenario = scenario(seed);
            ScenarioCheck.check(scenario);

            PolicyName policy = seed % 2 == 0 ? PolicyName.HERD : PolicyName.HERD_HEDGED;
            Result result = policy.run(scenario);

            assertThat(result.violations()).as("seed %d: %s", seed, scenario).isEmpty();
            Result.Figures all = Objects.requireNonNull(result.classes().get("all"));
            assertThat(all.completed() + all.refused()).as("seed %d", seed).isPositive();
            if (seed % 5 == 0) {
                assertThat(policy.run(scenario)).as("I11, seed %d", seed).isEqualTo(result);
            }
        }
    }

    private static Scenario scenario(int seed) {
        var chance = new SplittableRandom(seed);
        List<Scenario.Machine> machines = new ArrayList<>();
        int count = chance.nextInt(1, 6);
        for (int i = 0; i < count; i++) {
            var heat = new Scenario.Heat(chance.nextDouble(20, 200), 0.5, 100, chance.nextBoolean());
            machines.add(new Scenario.Machine(
                    "machine" + i,
                    chance.nextDouble(16, 128),
                    chance.nextInt(1, 5),
                    chance.nextDouble(200, 2000),
                    chance.nextDouble(10, 100),
                    chance.nextDouble(0, 1),
                    3,
                    1,
                    chance.nextBoolean(),
                    Map.of(),
                    chance.nextInt(4) == 0 ? heat : null));
        }
        List<Scenario.Model> models = models(chance, machines);
        List<Workload> loads = new ArrayList<>();
        int workloads = chance.nextInt(1, 4);
        for (int i = 0; i < workloads; i++) {
            loads.add(load(chance, models, "client" + i + "-"));
        }
        return new Scenario(
                "random-" + seed,
                "",
                seed,
                300,
                chance.nextInt(3) == 0 ? 20 : 600,
                machines,
                models,
                loads,
                incidents(chance, machines),
                new Scenario.Beliefs(chance.nextBoolean(), chance.nextInt(2)));
    }

    private static List<Scenario.Model> models(SplittableRandom chance, List<Scenario.Machine> machines) {
        List<Scenario.Model> models = new ArrayList<>();
        int count = chance.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            List<String> sees = machines.stream()
                    .map(Scenario.Machine::name)
                    .filter(name -> chance.nextBoolean())
                    .toList();
            models.add(new Scenario.Model(
                    "model" + i,
                    chance.nextDouble(4, 14),
                    chance.nextDouble(1, 20),
                    i == 2,
                    List.of(),
                    i == 0 ? List.of("machine0") : List.of(),
                    i == 2 ? List.of() : sees));
        }
        return models;
    }

    @SafeVarargs
    private static <T> T one(SplittableRandom chance, T... values) {
        return values[chance.nextInt(values.length)];
    }

    private static Workload load(SplittableRandom chance, List<Scenario.Model> models, String client) {
        Map<String, Double> weights = new LinkedHashMap<>();
        models.forEach(model -> weights.put(model.name(), chance.nextDouble(0.1, 3)));
        Workload.Kind kind = one(
                chance, Workload.Kind.POISSON, Workload.Kind.BURST, Workload.Kind.CONVERSATIONS, Workload.Kind.AGENTS);
        boolean images = models.stream().noneMatch(model -> model.sees().isEmpty());
        return new Workload(
                kind,
                client,
                chance.nextInt(1, 5),
                one(chance, RequestClass.values()),
                weights,
                chance.nextDouble(0, 50),
                0,
                chance.nextDouble(0.05, 0.5),
                List.of(),
                chance.nextInt(1, kind == Workload.Kind.BURST ? 40 : 6),
                chance.nextInt(1, 8),
                chance.nextDouble(0, 20),
                chance.nextInt(-1, 2),
                chance.nextInt(2) * 500,
                kind == Workload.Kind.AGENTS ? chance.nextInt(3) : 0,
                new Scenario.Length(chance.nextDouble(50, 2000), 1),
                new Scenario.Length(chance.nextDouble(5, 300), 0.7),
                images,
                chance.nextInt(4) == 0 ? 15 : 0,
                List.of());
    }

    private static List<Scenario.Incident> incidents(SplittableRandom chance, List<Scenario.Machine> machines) {
        List<Scenario.Incident> incidents = new ArrayList<>();
        int count = chance.nextInt(5);
        for (int i = 0; i < count; i++) {
            double from = chance.nextDouble(0, 200);
            incidents.add(new Scenario.Incident(
                    one(chance, Scenario.Incident.Kind.values()),
                    machines.get(chance.nextInt(machines.size())).name(),
                    from,
                    from + chance.nextDouble(1, 80),
                    chance.nextDouble(0.2, 1),
                    chance.nextBoolean(),
                    chance.nextDouble(0, 20),
                    chance.nextDouble(1, 20),
                    chance.nextBoolean() ? 120 : 0,
                    0,
                    0));
        }
        return incidents;
    }
}
