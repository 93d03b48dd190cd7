package dev.herd.engine.simulation;

import dev.herd.engine.placement.RequestClass;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one run came to. Times are seconds.
///
/// @param classes by class, and `all`
/// @param share of the machines in the requests, by name
/// @param jain index of fairness over the clients' mean completion times (Jain, Chiu, Hawe: "A Quantitative
///     Measure of Fairness", 1984); 1 is equal
/// @param makespan when the last answer ended
/// @param disturbedSeconds during which something ran on a machine whose person was in a meeting
/// @param violations invariants that were broken, by their numbers; the first hundred
public record Result(
        Map<String, Figures> classes,
        double makespan,
        int loads,
        int evictions,
        Map<String, Double> share,
        double jain,
        double disturbedSeconds,
        List<String> violations) {

    /// Of one class's requests.
    public record Figures(int completed, int refused, Spread firstToken, Spread completion) {}

    /// Of one time.
    public record Spread(double mean, double p50, double p95, double p99) {
        static Spread of(double[] values) {
            Arrays.sort(values);
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return values.length == 0
                    ? new Spread(0, 0, 0, 0)
                    : new Spread(sum / values.length, at(values, 0.5), at(values, 0.95), at(values, 0.99));
        }

        private static double at(double[] sorted, double share) {
            return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
        }
    }

    static Result of(Scenario scenario, List<Task> tasks, List<SimulatedServer> servers, Violations violations) {
        Map<String, Figures> classes = new LinkedHashMap<>();
        classes.put("all", figures(tasks));
        for (RequestClass each : RequestClass.values()) {
            List<Task> those =
                    tasks.stream().filter(task -> task.requestClass == each).toList();
            if (!those.isEmpty()) {
                classes.put(each.label(), figures(those));
            }
        }
        List<Task> done = completed(tasks);
        Map<String, Double> share = new LinkedHashMap<>();
        for (SimulatedServer server : servers) {
            String name = server.machine.name();
            long count = done.stream().filter(task -> name.equals(task.machine)).count();
            share.put(name, done.isEmpty() ? 0 : (double) count / done.size());
        }
        return new Result(
                classes,
                done.stream().mapToDouble(task -> task.endedAt).max().orElse(0),
                servers.stream().mapToInt(server -> server.loads).sum(),
                servers.stream().mapToInt(server -> server.evictions).sum(),
                share,
                jain(done),
                servers.stream().mapToDouble(server -> server.disturbedSeconds).sum(),
                violations.found());
    }

    private static List<Task> completed(List<Task> tasks) {
        return tasks.stream().filter(task -> task.fate == Task.Fate.COMPLETED).toList();
    }

    private static Figures figures(List<Task> tasks) {
        List<Task> done = completed(tasks);
        return new Figures(
                done.size(),
                (int) tasks.stream()
                        .filter(task -> task.fate == Task.Fate.REFUSED)
                        .count(),
                Spread.of(done.stream().mapToDouble(Task::firstTokenSeconds).toArray()),
                Spread.of(done.stream().mapToDouble(Task::completionSeconds).toArray()));
    }

    private static double jain(List<Task> done) {
        Map<String, double[]> clients = new TreeMap<>();
        for (Task task : done) {
            double[] sum = clients.computeIfAbsent(task.client, client -> new double[2]);
            sum[0] += task.completionSeconds();
            sum[1]++;
        }
        double sum = 0;
        double squares = 0;
        for (double[] client : clients.values()) {
            double mean = client[0] / client[1];
            sum += mean;
            squares += mean * mean;
        }
        return squares == 0 ? 1 : sum * sum / (clients.size() * squares);
    }

    /// Mean completion of the most urgent class that asked.
    public double headline() {
        return urgent().completion().mean();
    }

    /// Figures of the most urgent class of which any request was completed; of all, when none was.
    Figures urgent() {
        for (RequestClass each : RequestClass.values()) {
            Figures figures = classes.get(each.label());
            if (figures != null && figures.completed() > 0) {
                return figures;
            }
        }
        return figures(List.of());
    }
}
