package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How others choose a machine when a request comes, by what they can see then. Told in words in
/// docs/simulation.md.
final class Choosers {
    private Choosers() {}

    /// One of the machines that could serve the task; null when none of them is any good.
    interface Chooser {
        @Nullable
        SimulatedServer choose(Task task, List<SimulatedServer> able);
    }

    static Chooser random(long seed) {
        var chance = new SplittableRandom(seed);
        return (task, able) -> able.get(chance.nextInt(able.size()));
    }

    static Chooser roundRobin() {
        int[] next = {0};
        return (task, able) -> able.get(next[0]++ % able.size());
    }

    private static SimulatedServer least(List<SimulatedServer> able, ToDoubleFunction<SimulatedServer> value) {
        return able.stream().min(Comparator.comparingDouble(value)).orElseThrow();
    }

    static Chooser leastConnections() {
        return (task, able) -> least(able, SimulatedServer::inFlight);
    }

    static Chooser warmFirst() {
        return (task, able) -> {
            List<SimulatedServer> warm = able.stream()
                    .filter(server -> server.hasOrLoads(task.model))
                    .toList();
            return least(warm.isEmpty() ? able : warm, SimulatedServer::inFlight);
        };
    }

    /// Requests it has plus the pressure on its accelerator, from 0 to 3 by how many work on it; then
    /// pressure, then name.
    static Chooser pendingAndPressure() {
        return (task, able) -> able.stream()
                .min(Comparator.comparingInt((SimulatedServer server) -> server.inFlight() + pressure(server))
                        .thenComparingInt(Choosers::pressure)
                        .thenComparing(server -> server.machine.name()))
                .orElseThrow();
    }

    private static int pressure(SimulatedServer server) {
        return Math.min(3, server.running());
    }

    /// The machine that is fastest on the model, whatever it has to do.
    static Chooser fastestAlone(Simulation simulation) {
        return (task, able) -> {
            Scenario.Model model = simulation.model(task.model);
            List<SimulatedServer> all = simulation.servers().stream()
                    .filter(server -> model.suits(server.machine, task.images))
                    .toList();
            SimulatedServer fastest = least(all, server -> -server.machine.decodeRate(model));
            return able.contains(fastest) ? fastest : null;
        };
    }

    /// Points, as the Python reference gives them: for a loaded model, free memory, the queue in requests and
    /// in seconds, the machine's bandwidth, and the window.
    static final class Points implements Chooser {
        private static final double GIB_PER_BILLION = 0.56;

        private final Simulation simulation;
        private final Map<String, List<Double>> seconds = new HashMap<>();

        Points(Simulation simulation) {
            this.simulation = simulation;
        }

        void completed(Job job, SimulatedServer server, double took) {
            seconds.computeIfAbsent(server.machine.name() + ":" + job.model.name(), key -> new ArrayList<>())
                    .add(took);
        }

        @Override
        public SimulatedServer choose(Task task, List<SimulatedServer> able) {
            double median =
                    median(able.stream().mapToDouble(Points::bandwidth).sorted().toArray());
            return least(able, server -> -points(task, server, median));
        }

        private static double median(double[] sorted) {
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        /// In GB/s: what decoding reads.
        private static double bandwidth(SimulatedServer server) {
            return server.machine.decode() * Scenario.REFERENCE_BILLIONS;
        }

        private double points(Task task, SimulatedServer server, double median) {
            Scenario.Model model = simulation.model(task.model);
            boolean loaded = server.hasOrLoads(task.model);
            int depth = server.inFlight(task.model);
            double heat = loaded ? 50 : 10;
            double memory = loaded ? 20 : memory(server.freeGib() / model.gib());
            double effective = depth / Math.clamp(bandwidth(server) / median, 0.25, 4);
            double queue = -Math.min(30, 6 * effective);
            double wait = depth == 0 ? 0 : -Math.min(25, depth * p75(server, model) / 10);
            double window = loaded ? window(task.promptTokens) : 0;
            return heat
                    + memory
                    + queue
                    + wait
                    + affinity(model.billions() * GIB_PER_BILLION, bandwidth(server))
                    + window;
        }

        private static double memory(double ratio) {
            return ratio > 2 ? 20 : ratio > 1.5 ? 15 : ratio > 1.2 ? 8 : ratio >= 1 ? 3 : 0;
        }

        private static double affinity(double gib, double bandwidth) {
            double best = Math.min(25, 5 + bandwidth / 40);
            return gib > 20 ? best : gib < 8 ? Math.max(3, 18 - 0.6 * best) : 0.6 * best;
        }

        private static double window(int tokens) {
            double ratio = 32_768.0 / Math.max(1, tokens);
            return ratio < 1 ? -15 : ratio < 1.5 ? 3 : ratio < 3 ? 7.5 : ratio < 8 ? 12 : 15;
        }

        private double p75(SimulatedServer server, Scenario.Model model) {
            List<Double> all = seconds.get(server.machine.name() + ":" + model.name());
            if (all == null) {
                double gib = model.billions() * GIB_PER_BILLION;
                return 100 / Math.max(10, bandwidth(server) * 1.2 / Math.max(1, gib / 10));
            }
            List<Double> last = all.subList(Math.max(0, all.size() - 500), all.size()).stream()
                    .sorted()
                    .toList();
            return last.get(Math.min(last.size() - 1, (int) (last.size() * 0.75)));
        }
    }
}
