package dev.herd.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.placement.RequestClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficTest {
    /// A world in which everything is answered at once.
    private static final class Listener implements Traffic.World {
        private record Due(double at, int number, Runnable what) {}

        private final PriorityQueue<Due> agenda =
                new PriorityQueue<>(Comparator.comparingDouble(Due::at).thenComparingInt(Due::number));
        private final List<Double> times = new ArrayList<>();
        private final Map<String, Integer> models = new LinkedHashMap<>();
        private double now;
        private int number;

        @Override
        public double now() {
            return now;
        }

        @Override
        public void at(double moment, Runnable what) {
            agenda.add(new Due(moment, number++, what));
        }

        @Override
        public void ask(Task.Ask ask, Runnable afterwards) {
            times.add(now);
            models.merge(ask.model(), 1, Integer::sum);
            at(now, afterwards);
        }

        static Listener of(Workload load, double seconds) {
            Listener listener = new Listener();
            new Traffic(load, new SplittableRandom(1), listener, seconds).begin();
            while (!listener.agenda.isEmpty()) {
                Due due = listener.agenda.remove();
                listener.now = due.at();
                due.what().run();
            }
            return listener;
        }

        long between(double from, double until) {
            return times.stream().filter(time -> time >= from && time < until).count();
        }
    }

    private static Workload load(
            Workload.Kind kind, Map<String, Double> models, List<Double> day, double rate, double sigma) {
        return new Workload(
                kind,
                "c",
                1,
                RequestClass.INTERACTIVE,
                models,
                0,
                0,
                rate,
                day,
                1,
                1000,
                10,
                sigma,
                0,
                0,
                new Scenario.Length(10, 0),
                new Scenario.Length(10, 0),
                false,
                0,
                List.of());
    }

    @Test
    void modelsAreAskedAsOftenAsTheirWeightsSay() {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put("often", 3.0);
        weights.put("seldom", 1.0);

        Listener heard = Listener.of(load(Workload.Kind.POISSON, weights, List.of(), 1, -1), 10_000);

        assertThat(heard.times).hasSizeBetween(9_500, 10_500);
        assertThat(heard.models.getOrDefault("often", 0) / (double) heard.times.size())
                .isCloseTo(0.75, within(0.02));
    }

    @Test
    void aDayHasItsHours() {
        Workload load = load(Workload.Kind.POISSON, Map.of("m", 1.0), List.of(0.0, 1.0, 2.0, 1.0), 0.1, -1);

        Listener heard = Listener.of(load, 2 * Workload.DAY);

        double quarter = Workload.DAY / 4;
        assertThat(heard.between(0, quarter)).isZero();
        assertThat(heard.between(4 * quarter, 5 * quarter))
                .as("the second night")
                .isZero();
        assertThat(heard.between(quarter, 2 * quarter)).isBetween(2_000L, 2_320L);
        assertThat(heard.between(2 * quarter, 3 * quarter)).isBetween(4_170L, 4_470L);
    }

    @Test
    void peopleThinkForOneTimeOrForTimesAroundIt() {
        Workload fixed = load(Workload.Kind.CONVERSATIONS, Map.of("m", 1.0), List.of(), 0, 0);
        Workload spread = load(Workload.Kind.CONVERSATIONS, Map.of("m", 1.0), List.of(), 0, 1);

        List<Double> times = Listener.of(fixed, 1_000).times;
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isCloseTo(10, within(1e-6));
        }
        List<Double> others = Listener.of(spread, 100_000).times;
        assertThat(others).hasSizeBetween(900, 1_000);
        assertThat((others.getLast() - others.getFirst()) / (others.size() - 1)).isCloseTo(10, within(1.0));
    }
}
