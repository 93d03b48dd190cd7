package dev.herd.engine.cli;

import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.simulation.Scenario;
import dev.herd.engine.simulation.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Reads scenarios (docs/simulation.md). Strict: a key that it does not know is an error that names those it
/// does.
public final class ScenarioFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final double HOUR = 3600;
    private static final double PATIENCE = 600;
    private static final double CONTENTION = 0.5;
    private static final double LOAD_GIB_PER_SECOND = 3;
    private static final double LOAD_OVERHEAD = 1;

    private ScenarioFile() {}

    private record Root(
            String name,
            @Nullable String about,
            long seed,
            @Nullable Double seconds,
            @Nullable Double patienceSeconds,
            List<Machine> machines,
            List<Model> models,
            List<Load> workloads,
            @Nullable List<Incident> incidents,
            @Nullable Beliefs beliefs) {}

    private record Machine(
            String name,
            double memoryGib,
            @Nullable Integer slots,
            double prefill,
            double decode,
            @Nullable Double contention,
            @Nullable Double loadGibPerSecond,
            @Nullable Double loadOverheadSeconds,
            boolean personal,
            @Nullable Map<String, Scenario.Rates> rates) {
        Scenario.Machine value() {
            return new Scenario.Machine(
                    name,
                    memoryGib,
                    slots == null ? 1 : slots,
                    prefill,
                    decode,
                    or(contention, CONTENTION),
                    or(loadGibPerSecond, LOAD_GIB_PER_SECOND),
                    or(loadOverheadSeconds, LOAD_OVERHEAD),
                    personal,
                    rates == null ? Map.of() : rates);
        }
    }

    private record Model(
            String name,
            double gib,
            double billions,
            boolean embeds,
            @Nullable List<String> on,
            @Nullable List<String> loaded) {
        Scenario.Model value() {
            return new Scenario.Model(
                    name, gib, billions, embeds, on == null ? List.of() : on, loaded == null ? List.of() : loaded);
        }
    }

    private record Load(
            String kind,
            @Nullable String client,
            @Nullable Integer clients,
            @Nullable String priority,
            @Nullable List<String> models,
            double from,
            double until,
            double rate,
            int count,
            int turns,
            double thinkSeconds,
            int systemTokens,
            int fanOut,
            Scenario.@Nullable Length prompt,
            Scenario.@Nullable Length answer,
            double deadlineSeconds,
            @Nullable List<Request> requests) {
        Workload value(List<String> all) {
            String tenant = client == null ? "client" : client;
            return new Workload(
                    Workload.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    tenant,
                    clients == null ? 1 : clients,
                    RequestClass.parse(priority == null ? "interactive" : priority)
                            .orElseThrow(() -> new IllegalArgumentException("no priority is called " + priority)),
                    models == null ? all : models,
                    from,
                    until,
                    rate,
                    count,
                    turns,
                    thinkSeconds,
                    systemTokens,
                    fanOut,
                    prompt == null ? new Scenario.Length(500, 1) : prompt,
                    answer == null ? new Scenario.Length(250, 1) : answer,
                    deadlineSeconds,
                    requests == null
                            ? List.of()
                            : requests.stream()
                                    .map(request -> request.value(tenant, all.getFirst()))
                                    .toList());
        }
    }

    private record Request(
            double at,
            @Nullable String model,
            @Nullable String client,
            int prompt,
            int answer,
            @Nullable String conversation) {
        Workload.Request value(String tenant, String usual) {
            return new Workload.Request(
                    at,
                    model == null ? usual : model,
                    client == null ? tenant : client,
                    prompt,
                    answer,
                    conversation == null ? "" : conversation);
        }
    }

    private record Incident(
            String kind,
            String machine,
            double from,
            double until,
            @Nullable Double speed) {
        Scenario.Incident value() {
            return new Scenario.Incident(
                    Scenario.Incident.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), machine, from, until, or(speed, 1));
        }
    }

    private record Beliefs(@Nullable Boolean known, double sigma) {}

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    /// @throws IllegalArgumentException when it is no scenario, with the reason for people
    public static Scenario read(byte[] json) {
        Root root;
        try {
            root = JSON.readValue(json, Root.class);
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(wrong.getOriginalMessage(), wrong);
        }
        if (root.machines() == null || root.models() == null || root.workloads() == null || root.name() == null) {
            throw new IllegalArgumentException("a scenario needs a name, machines, models and workloads");
        }
        List<String> names = root.models().stream().map(Model::name).toList();
        Beliefs beliefs = root.beliefs();
        return new Scenario(
                root.name(),
                root.about() == null ? "" : root.about(),
                root.seed(),
                or(root.seconds(), HOUR),
                or(root.patienceSeconds(), PATIENCE),
                root.machines().stream().map(Machine::value).toList(),
                root.models().stream().map(Model::value).toList(),
                root.workloads().stream().map(load -> load.value(names)).toList(),
                root.incidents() == null
                        ? List.of()
                        : root.incidents().stream().map(Incident::value).toList(),
                beliefs == null
                        ? Scenario.Beliefs.RIGHT
                        : new Scenario.Beliefs(beliefs.known() == null || beliefs.known(), beliefs.sigma()));
    }
}
