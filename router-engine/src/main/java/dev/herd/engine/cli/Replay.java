package dev.herd.engine.cli;

import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.simulation.Scenario;
import dev.herd.engine.simulation.Workload;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Makes a scenario of a recorded history: the requests as they came, and the machines as their own timings
/// show them.
final class Replay {
    /// Where a history shows no rate: a common machine's.
    private static final double USUAL_PREFILL = 500;

    private static final double USUAL_DECODE = 30;
    private static final double USUAL_LOAD_SECONDS = 5;

    /// A history does not say how large models are; in a scenario of measured rates and loads that matters to
    /// memory alone, of which each takes one part.
    private static final double PART_GIB = 1;

    private static final double BILLIONS = 8;

    /// So that loads take what they took, whatever a model's size.
    private static final double SIZE_IS_NO_MATTER = 1e6;

    private static final double CONTENTION = 0.5;
    private static final double PATIENCE = 600;
    private static final int FEWEST_ALONE = 3;
    private static final double UPPER = 0.75;

    private final List<RecordedRequest> requests;
    private final Map<String, Map<String, List<RecordedRequest>>> byNode = new TreeMap<>();
    private final Set<String> models = new TreeSet<>();

    Replay(List<RecordedRequest> requests) {
        this.requests = requests.stream()
                .sorted(Comparator.comparingDouble(RecordedRequest::arrivedAt))
                .toList();
        for (RecordedRequest each : this.requests) {
            models.add(each.model());
            byNode.computeIfAbsent(each.node(), node -> new TreeMap<>())
                    .computeIfAbsent(each.model(), model -> new ArrayList<>())
                    .add(each);
        }
    }

    /// What a person should know before the figures.
    void tell(Scenario scenario, PrintWriter out) {
        double seconds = requests.stream()
                .mapToDouble(each -> each.endedAt() - each.arrivedAt())
                .average()
                .orElse(0);
        out.printf(Locale.ROOT, "When they were recorded they took %.2f s on the average.%n", seconds);
        out.println("Machines are estimated from these requests' own timings.");
        out.println("The history holds no prompts, so that conversations are not known: no prompt is found in a cache"
                + " but what was found there then.");
        var table = new Table("MACHINE", "SLOTS", "MODEL", "PROMPT", "ANSWER", "LOAD");
        for (Scenario.Machine machine : scenario.machines()) {
            for (Scenario.Model model : scenario.models()) {
                Scenario.Rates rates = machine.rates().get(model.name());
                if (rates != null) {
                    table.row(
                            machine.name(),
                            Integer.toString(machine.slots()),
                            model.name(),
                            String.format(Locale.ROOT, "%.0f tok/s", rates.prefill()),
                            String.format(Locale.ROOT, "%.1f tok/s", rates.decode()),
                            String.format(Locale.ROOT, "%.1f s", machine.loadOverheadSeconds()));
                }
            }
        }
        table.print(out);
        for (String model : lost(scenario)) {
            out.println("No machine is left for " + model + ": its requests are left out.");
        }
    }

    /// @param fleet changed as the person wonders
    Scenario scenario(ReplayFleet fleet) {
        double begin = requests.getFirst().arrivedAt();
        double end = requests.getLast().arrivedAt() - begin;
        List<Scenario.Machine> machines = new ArrayList<>();
        Map<String, Set<String>> on = new TreeMap<>();
        Map<String, Set<String>> loaded = new TreeMap<>();
        byNode.forEach((node, its) -> {
            for (Scenario.Machine machine : fleet.changed(machine(node, its))) {
                machines.add(machine);
                its.keySet().forEach(model -> add(on, model, machine));
                wasLoaded(its).forEach(model -> add(loaded, model, machine));
            }
        });
        List<Scenario.Model> kept = new ArrayList<>();
        on.forEach((model, names) ->
                kept.add(model(model, List.copyOf(names), List.copyOf(loaded.getOrDefault(model, Set.of())))));
        return new Scenario(
                "replay",
                requests.size() + " recorded requests",
                1,
                end + 1,
                PATIENCE,
                machines,
                kept,
                workloads(begin, kept.stream().map(Scenario.Model::name).toList()),
                List.of(),
                Scenario.Beliefs.RIGHT);
    }

    private static void add(Map<String, Set<String>> on, String model, Scenario.Machine machine) {
        on.computeIfAbsent(model, name -> new LinkedHashSet<>()).add(machine.name());
    }

    /// What no machine is left for.
    private List<String> lost(Scenario scenario) {
        List<String> kept = scenario.models().stream().map(Scenario.Model::name).toList();
        return models.stream().filter(model -> !kept.contains(model)).toList();
    }

    private Scenario.Model model(String name, List<String> on, List<String> loaded) {
        boolean embeds =
                requests.stream().filter(each -> each.model().equals(name)).allMatch(each -> each.answer() == 0);
        return new Scenario.Model(name, PART_GIB, BILLIONS, embeds, on, loaded, List.of());
    }

    private Scenario.Machine machine(String node, Map<String, List<RecordedRequest>> its) {
        List<RecordedRequest> all = its.values().stream().flatMap(List::stream).toList();
        Map<String, Scenario.Rates> rates = new LinkedHashMap<>();
        its.forEach((model, those) -> rates.put(
                model,
                new Scenario.Rates(
                        rate(those, all, RecordedRequest::prefillRate, USUAL_PREFILL),
                        rate(those, all, RecordedRequest::decodeRate, USUAL_DECODE))));
        double[] loads = sorted(all.stream().mapToDouble(RecordedRequest::load).toArray());
        return new Scenario.Machine(
                node,
                PART_GIB * memoryParts(its),
                its.values().stream().mapToInt(Replay::most).max().orElse(1),
                rates.values().stream()
                        .mapToDouble(Scenario.Rates::prefill)
                        .average()
                        .orElse(USUAL_PREFILL),
                rates.values().stream()
                        .mapToDouble(Scenario.Rates::decode)
                        .average()
                        .orElse(USUAL_DECODE),
                CONTENTION,
                SIZE_IS_NO_MATTER,
                loads.length == 0 ? USUAL_LOAD_SECONDS : loads[loads.length / 2],
                false,
                rates,
                null);
    }

    /// Models that were loaded when the history begins: their first request there loaded nothing.
    private static List<String> wasLoaded(Map<String, List<RecordedRequest>> its) {
        return memoryParts(its) < its.size()
                ? List.of()
                : its.entrySet().stream()
                        .filter(each -> each.getValue().getFirst().load() == 0)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /// A machine whose models were loaded again and again cannot hold all of them at once.
    private static int memoryParts(Map<String, List<RecordedRequest>> its) {
        long loads = its.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.load() > 0)
                .count();
        return loads > 2L * its.size() ? Math.max(1, its.size() - 1) : its.size();
    }

    /// What those show who ran alone there; where they are few, the faster of all.
    private static double rate(
            List<RecordedRequest> those,
            List<RecordedRequest> all,
            ToDoubleFunction<RecordedRequest> value,
            double usual) {
        double[] alone = sorted(those.stream()
                .filter(each -> all.stream().filter(each::overlaps).limit(2).count() < 2)
                .mapToDouble(value)
                .toArray());
        if (alone.length >= FEWEST_ALONE) {
            return alone[alone.length / 2];
        }
        double[] every = sorted(those.stream().mapToDouble(value).toArray());
        return every.length == 0 ? usual : every[(int) ((every.length - 1) * UPPER)];
    }

    /// Those above 0.
    private static double[] sorted(double[] values) {
        return Arrays.stream(values).filter(value -> value > 0).sorted().toArray();
    }

    /// How many ran at once at most.
    private static int most(List<RecordedRequest> those) {
        return IntStream.range(0, those.size())
                .map(i -> (int) those.stream()
                        .filter(other -> other.startedAt() <= those.get(i).startedAt()
                                && other.endedAt() > those.get(i).startedAt())
                        .count())
                .max()
                .orElse(1);
    }

    private List<Workload> workloads(double begin, List<String> kept) {
        Map<RequestClass, List<Workload.Request>> byClass = new TreeMap<>();
        for (RecordedRequest each : requests) {
            if (kept.contains(each.model())) {
                byClass.computeIfAbsent(each.requestClass(), name -> new ArrayList<>())
                        .add(new Workload.Request(
                                each.arrivedAt() - begin,
                                each.model(),
                                each.tenant(),
                                each.prompt(),
                                each.answer(),
                                ""));
            }
        }
        List<Workload> loads = new ArrayList<>();
        byClass.forEach((requestClass, list) -> loads.add(Workload.list(requestClass, kept, list)));
        return loads;
    }
}
