package dev.herd.engine.cli;

import dev.herd.engine.fleet.NearestName;
import dev.herd.engine.simulation.Scenario;
import dev.herd.engine.simulation.ScenarioCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/// Reads scenarios (docs/simulation.md). Strict: what it does not understand is an error that says where and
/// why.
public final class ScenarioFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ScenarioFile() {}

    /// @throws IllegalArgumentException when it is no scenario, with the reason for people
    public static Scenario read(byte[] json) {
        ScenarioJson.Root root;
        try {
            root = JSON.readValue(json, ScenarioJson.Root.class);
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(reason(wrong), wrong);
        }
        if (root == null) {
            throw new IllegalArgumentException("a scenario is a JSON object");
        }
        Scenario scenario = scenario(root);
        ScenarioCheck.check(scenario);
        return scenario;
    }

    private static Scenario scenario(ScenarioJson.Root root) {
        if (root.name() == null) {
            throw new IllegalArgumentException("name is missing");
        }
        List<Scenario.Model> models = values("models", root.models(), ScenarioJson.Model::value);
        List<String> names = models.stream().map(Scenario.Model::name).toList();
        return new Scenario(
                root.name(),
                root.about() == null ? "" : root.about(),
                root.seed(),
                root.duration(),
                root.patience(),
                values("machines", root.machines(), ScenarioJson.Machine::value),
                models,
                values("workloads", root.workloads(), load -> load.value(names)),
                root.incidents() == null
                        ? List.of()
                        : values("incidents", root.incidents(), ScenarioJson.Incident::value),
                root.beliefs() == null ? Scenario.Beliefs.RIGHT : root.beliefs().value());
    }

    private static <T, V> List<V> values(String name, @Nullable List<T> elements, Function<T, V> value) {
        if (elements == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (elements.isEmpty() && !name.equals("incidents")) {
            throw new IllegalArgumentException(name + " is empty");
        }
        List<V> values = new ArrayList<>();
        for (T element : elements) {
            String place = name + "[" + values.size() + "]";
            try {
                values.add(value.apply(present(element)));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
            } catch (NullPointerException hole) {
                throw new IllegalArgumentException(place + " must not have a null in its lists", hole);
            }
        }
        return values;
    }

    private static <T> T present(@Nullable T element) {
        if (element == null) {
            throw new IllegalArgumentException("must not be null");
        }
        return element;
    }

    private static String reason(JacksonException wrong) {
        String place = place(wrong);
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds() == null
                    ? List.of()
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList();
            return place + " is unknown"
                    + NearestName.of(unknown.getPropertyName(), known)
                            .map(near -> ", did you mean " + near + "?")
                            .orElse("; known are " + String.join(", ", known));
        }
        String what = firstLine(String.valueOf(wrong.getOriginalMessage()));
        String where = wrong.getLocation() == null || wrong.getLocation().getLineNr() < 1
                ? ""
                : " (line " + wrong.getLocation().getLineNr() + ")";
        return (place.isEmpty() ? "" : place + ": ") + what + where;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no JSON");
    }

    private static String place(JacksonException wrong) {
        var place = new StringBuilder();
        for (JacksonException.Reference step : wrong.getPath()) {
            if (step.getPropertyName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return place.toString();
    }
}
