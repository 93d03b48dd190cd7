package dev.herd.engine.cli;

import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.simulation.Scenario;
import dev.herd.engine.simulation.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A scenario as its file spells it; what is left out has its usual value (docs/simulation.md).
final class ScenarioJson {
    private static final double HOUR = 3600;
    private static final double PATIENCE = 600;
    private static final double CONTENTION = 0.5;
    private static final double LOAD_GIB_PER_SECOND = 3;
    private static final double LOAD_OVERHEAD = 1;
    private static final double FOUND_AFTER = 15;
    private static final double COOL_SECONDS = 300;

    private ScenarioJson() {}

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> List<T> or(@Nullable List<T> value, List<T> otherwise) {
        return value == null ? otherwise : value;
    }

    /// The constant that a word of the file means.
    private static <E extends Enum<E>> E word(Class<E> type, @Nullable String label) {
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(label)) {
                return each;
            }
        }
        String words = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                label == null
                        ? "kind is missing: one of " + words
                        : "no kind is called " + label + ": one of " + words);
    }

    record Root(
            @Nullable String name,
            @Nullable String about,
            long seed,
            @Nullable Double seconds,
            @Nullable Double patienceSeconds,
            @Nullable List<Machine> machines,
            @Nullable List<Model> models,
            @Nullable List<Load> workloads,
            @Nullable List<Incident> incidents,
            @Nullable Beliefs beliefs) {
        double duration() {
            return or(seconds, HOUR);
        }

        double patience() {
            return or(patienceSeconds, PATIENCE);
        }
    }

    record Machine(
            @Nullable String name,
            double memoryGib,
            @Nullable Integer slots,
            double prefill,
            double decode,
            @Nullable Double contention,
            @Nullable Double loadGibPerSecond,
            @Nullable Double loadOverheadSeconds,
            boolean personal,
            @Nullable Map<String, Scenario.Rates> rates,
            @Nullable Heat heat) {
        Scenario.Machine value() {
            return new Scenario.Machine(
                    or(name, ""),
                    memoryGib,
                    slots == null ? 1 : slots,
                    prefill,
                    decode,
                    or(contention, CONTENTION),
                    or(loadGibPerSecond, LOAD_GIB_PER_SECOND),
                    or(loadOverheadSeconds, LOAD_OVERHEAD),
                    personal,
                    rates == null ? Map.of() : rates,
                    heat == null ? null : heat.value());
        }
    }

    record Heat(double afterSeconds, double speed, @Nullable Double coolSeconds, boolean told) {
        Scenario.Heat value() {
            return new Scenario.Heat(afterSeconds, speed, or(coolSeconds, COOL_SECONDS), told);
        }
    }

    record Model(
            @Nullable String name,
            double gib,
            double billions,
            boolean embeds,
            @Nullable List<String> on,
            @Nullable List<String> loaded,
            @Nullable List<String> sees) {
        Scenario.Model value() {
            return new Scenario.Model(
                    or(name, ""), gib, billions, embeds, or(on, List.of()), or(loaded, List.of()), or(sees, List.of()));
        }
    }

    record Load(
            @Nullable String kind,
            @Nullable String client,
            @Nullable Integer clients,
            @Nullable String priority,
            @Nullable Object models,
            double from,
            double until,
            double rate,
            @Nullable List<Double> day,
            int count,
            int turns,
            double thinkSeconds,
            @Nullable Double thinkSigma,
            int systemTokens,
            int fanOut,
            Scenario.@Nullable Length prompt,
            Scenario.@Nullable Length answer,
            boolean images,
            double deadlineSeconds,
            @Nullable List<Request> requests) {
        Workload value(List<String> all) {
            String tenant = or(client, "client");
            return new Workload(
                    word(Workload.Kind.class, kind),
                    tenant,
                    clients == null ? 1 : clients,
                    RequestClass.parse(or(priority, "interactive"))
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "no priority is called " + priority + ": one of interactive, normal, batch")),
                    weights(all),
                    from,
                    until,
                    rate,
                    or(day, List.of()),
                    count,
                    turns,
                    thinkSeconds,
                    or(thinkSigma, -1),
                    systemTokens,
                    fanOut,
                    prompt == null ? new Scenario.Length(500, 1) : prompt,
                    answer == null ? new Scenario.Length(250, 1) : answer,
                    images,
                    deadlineSeconds,
                    or(requests, List.<Request>of()).stream()
                            .map(request -> request.value(tenant, all.getFirst()))
                            .toList());
        }

        /// Models are named in a list, or in a map to how often each is asked.
        private Map<String, Double> weights(List<String> all) {
            Map<String, Double> weights = new LinkedHashMap<>();
            switch (models) {
                case null -> all.forEach(name -> weights.put(name, 1.0));
                case List<?> names
                when names.stream().allMatch(String.class::isInstance) ->
                    names.forEach(name -> weights.merge((String) name, 1.0, Double::sum));
                case Map<?, ?> map
                when map.values().stream().allMatch(Number.class::isInstance) ->
                    map.forEach((name, weight) -> weights.put((String) name, ((Number) weight).doubleValue()));
                default -> throw new IllegalArgumentException("models must be a list of names, or name their weights");
            }
            return weights;
        }
    }

    record Request(
            double at,
            @Nullable String model,
            @Nullable String client,
            int prompt,
            int answer,
            @Nullable String conversation) {
        Workload.Request value(String tenant, String usual) {
            return new Workload.Request(at, or(model, usual), or(client, tenant), prompt, answer, or(conversation, ""));
        }
    }

    record Incident(
            @Nullable String kind,
            @Nullable String machine,
            double from,
            double until,
            @Nullable Double speed,
            boolean told,
            @Nullable Double foundAfterSeconds,
            double gib,
            double everySeconds,
            double perHour,
            double meanSeconds) {
        Scenario.Incident value() {
            return new Scenario.Incident(
                    word(Scenario.Incident.Kind.class, kind),
                    or(machine, ""),
                    from,
                    until,
                    or(speed, 1),
                    told,
                    or(foundAfterSeconds, FOUND_AFTER),
                    gib,
                    everySeconds,
                    perHour,
                    meanSeconds);
        }
    }

    record Beliefs(@Nullable Boolean known, double sigma) {
        Scenario.Beliefs value() {
            return new Scenario.Beliefs(known == null || known, sigma);
        }
    }
}
