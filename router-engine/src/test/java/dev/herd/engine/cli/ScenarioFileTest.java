package dev.herd.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.herd.engine.simulation.Scenario;
import dev.herd.engine.simulation.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFileTest {
    private static final String GOOD = """
            {"name": "small", "seconds": 60,
             "machines": [{"name": "big", "memory_gib": 64, "slots": 2, "prefill": 1000, "decode": 50},
                          {"name": "tiny", "memory_gib": 8, "prefill": 100, "decode": 10}],
             "models": [{"name": "m", "gib": 6, "billions": 8}, {"name": "l", "gib": 40, "billions": 70}],
             "workloads": [{"kind": "poisson", "rate": 0.5}],
             "incidents": [{"kind": "slow", "machine": "big", "from": 10, "until": 20, "speed": 0.5}]}
            """;

    private static Scenario read(String json) {
        return ScenarioFile.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsLeftOutHasItsUsualValue() {
        Scenario scenario = read(GOOD);

        assertThat(scenario.patienceSeconds()).isEqualTo(600);
        assertThat(scenario.machines().get(1).slots()).isOne();
        assertThat(scenario.machines().getFirst().contention()).isEqualTo(0.5);
        assertThat(scenario.beliefs()).isEqualTo(Scenario.Beliefs.RIGHT);
        Workload load = scenario.workloads().getFirst();
        assertThat(load.models()).isEqualTo(Map.of("m", 1.0, "l", 1.0));
        assertThat(load.prompt()).isEqualTo(new Scenario.Length(500, 1));
    }

    @Test
    void modelsAreNamedInAListOrWithTheirWeights() {
        assertThat(read(GOOD.replace("\"rate\": 0.5", "\"rate\": 0.5, \"models\": [\"l\"]"))
                        .workloads()
                        .getFirst()
                        .models())
                .isEqualTo(Map.of("l", 1.0));
        assertThat(read(GOOD.replace("\"rate\": 0.5", "\"rate\": 0.5, \"models\": {\"l\": 1, \"m\": 3.5}"))
                        .workloads()
                        .getFirst()
                        .models())
                .isEqualTo(Map.of("l", 1.0, "m", 3.5));
    }

    /// What stands in the good file, what stands there instead, and what the error says of it.
    static Stream<Arguments> mistakes() {
        return Stream.of(shapes(), traffic(), lists(), machines()).flatMap(List::stream);
    }

    private static List<Arguments> shapes() {
        return List.of(
                arguments("\"rate\"", "\"rat\"", "workloads[0].rat is unknown, did you mean rate?"),
                arguments("\"memory_gib\": 64", "\"memory\": 64", "machines[0].memory is unknown"),
                arguments("\"name\": \"small\", ", "", "name is missing"),
                arguments("\"small\"", "\" \"", "name is empty"),
                arguments("\"workloads\"", "\"workload\"", "did you mean workloads?"),
                arguments("[{\"kind\": \"poisson\", \"rate\": 0.5}]", "[]", "workloads is empty"),
                arguments("[{\"kind\": \"poisson\", \"rate\": 0.5}]", "[null]", "workloads[0]: must not be null"),
                arguments("[{\"kind\": \"poisson\", \"rate\": 0.5}]", "null", "workloads is missing"),
                arguments("\"kind\": \"poisson\", ", "", "workloads[0]: kind is missing"),
                arguments("poisson", "poison", "no kind is called poison: one of poisson, burst"));
    }

    private static List<Arguments> traffic() {
        return List.of(
                arguments("\"rate\": 0.5", "\"rate\": 0", "workloads[0]: rate must be above 0"),
                arguments("\"rate\": 0.5", "\"rate\": -1", "workloads[0]: rate must be above 0"),
                arguments("\"rate\": 0.5", "\"rate\": 1e6", "more than 1000000 requests"),
                arguments("\"rate\": 0.5", "\"rate\": \"fast\"", "workloads[0].rate"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"rate\": 2", "Duplicate"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"models\": []", "workloads[0]: models is empty"),
                arguments(
                        "\"rate\": 0.5",
                        "\"rate\": 1, \"models\": [\"mm\"]",
                        "workloads[0]: there is no model mm, did you mean m?"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"models\": [null]", "models must be a list of names"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"models\": {\"m\": 0}", "weight of m must be above 0"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"day\": []", ""),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"day\": [0, 0]", "day is 0 all day"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"day\": [null]", "must not have a null"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"priority\": \"high\"", "no priority is called high"));
    }

    private static List<Arguments> lists() {
        return List.of(
                arguments("\"rate\": 0.5", "\"rate\": 1, \"clients\": 0", "clients must be 1 or more"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"from\": 61", "after the end"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"from\": 9, \"until\": 9", "until must be later than from"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"prompt\": {\"mean\": 0}", "prompt.mean must be above 0"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"prompt\": {\"mean\": 9, \"sigma\": 9}", "prompt.sigma"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"think_sigma\": -2", "think_sigma must be from 0"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"deadline_seconds\": -1", "deadline_seconds must not be"),
                arguments("\"rate\": 0.5", "\"rate\": 1, \"images\": true", "no machine reads images with m"),
                arguments("\"poisson\", \"rate\": 0.5", "\"burst\"", "count must be from 1"),
                arguments("\"poisson\", \"rate\": 0.5", "\"list\"", "requests is empty"),
                arguments(
                        "\"poisson\", \"rate\": 0.5",
                        "\"list\", \"requests\": [{\"at\": 1, \"prompt\": 0, \"answer\": 1}]",
                        "requests[0]: prompt must be 1 or more"),
                arguments(
                        "\"poisson\", \"rate\": 0.5",
                        "\"list\", \"requests\": [{\"at\": -1, \"prompt\": 5, \"answer\": 1}]",
                        "requests[0]: at must not be negative"));
    }

    private static List<Arguments> machines() {
        return List.of(
                arguments("\"seconds\": 60", "\"seconds\": 0", "seconds must be above 0"),
                arguments("\"seconds\": 60", "\"seconds\": 1e9", "at most a month"),
                arguments("\"memory_gib\": 64", "\"memory_gib\": -64", "machine big: memory_gib must be above 0"),
                arguments("\"slots\": 2", "\"slots\": 0", "machine big: slots must be from 1"),
                arguments("\"tiny\"", "\"big\"", "machines: big is there twice"),
                arguments("\"memory_gib\": 64", "\"memory_gib\": 16", "model l: fits on no machine that has it"),
                arguments("\"gib\": 40", "\"gib\": 40, \"on\": [\"tiny\"]", "model l: fits on no machine"),
                arguments("\"gib\": 40", "\"gib\": 40, \"on\": [\"tinny\"]", "there is no machine tinny, did you"),
                arguments("\"gib\": 40", "\"gib\": 40, \"loaded\": [\"tiny\"]", "what it has loaded does not fit"),
                arguments("\"machine\": \"big\"", "\"machine\": \"bigg\"", "incidents[0]: there is no machine bigg"),
                arguments("\"slow\"", "\"sloww\"", "incidents[0]: no kind is called sloww"),
                arguments("\"until\": 20", "\"until\": 5", "incidents[0]: until must be later than from"),
                arguments("\"speed\": 0.5", "\"speed\": 0", "incidents[0]: speed must be above 0, and at most 1"),
                arguments("\"slow\"", "\"memory\"", "gib must be above 0 for memory"),
                arguments("\"speed\": 0.5", "\"every_seconds\": 5", "every_seconds must be longer than it lasts"),
                arguments("\"speed\": 0.5", "\"per_hour\": 5", "mean_seconds must be above 0"),
                arguments("{\"name\": \"small\"", "{\"name\": ", "line"),
                arguments("}\n", "} trailing", ""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhatIsWrong(String good, String bad, String expected) {
        assertThat(GOOD).contains(good);
        String wrong = GOOD.replaceFirst(Pattern.quote(good), bad);

        if (expected.isEmpty() && bad.contains("day")) {
            assertThat(read(wrong)).isNotNull();
        } else {
            assertThatThrownBy(() -> read(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(expected)
                    .message()
                    .as("in one line, and without our names")
                    .doesNotContain("\n")
                    .doesNotContain("dev.herd");
        }
    }

    @Test
    void whatIsNoObjectIsNoScenario() {
        for (String json : List.of("", "null", "[]", "3", "\"text\"", "\u0000")) {
            assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyShippedScenarioIsListedUnderItsNameAndSaysWhatItShows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/herd/engine/scenarios"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(ShippedScenarios.names().stream()
                            .map(name -> name + ".json")
                            .toList());
        }
        for (String name : ShippedScenarios.names()) {
            assertThat(ShippedScenarios.read(name).name()).isEqualTo(name);
            assertThat(ShippedScenarios.read(name).about()).endsWith(".");
        }
    }
}
