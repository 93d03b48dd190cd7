package dev.herd.engine.cli;

import static dev.herd.engine.testing.TestHerd.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.testing.TestHerd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodesViewTest {
    private static final String STATUS = """
            {"now":"2026-11-30T12:00:00Z","nodes":[
              {"id":"a","name":"Studio","state":"up","reason":"","running":2,"waiting":1,"tokens_per_s":41.3},
              {"id":"b","name":"Air","state":"paused","reason":"in a meeting: camera in use"}]}""";

    private static String series(String name, Stream<String> means) {
        return "\"" + name + "\":{\"mean\":[" + means.collect(Collectors.joining(",")) + "]}";
    }

    private static final String TRENDS = "{\"nodes\":[{\"id\":\"a\",\"series\":{"
            + series("cpu", IntStream.range(0, 60).mapToObj(i -> i < 30 ? "null" : i < 58 ? "0" : "1.0"))
            + "," + series("heat_celsius", Stream.of("60", "91.4", "null"))
            + "," + series("heat_level", Stream.of("2"))
            + "," + series("on_battery", Stream.of("1", "null", "null", "null"))
            + "}}]}";

    private static List<String> lines(String trends) throws BadRequestException {
        var text = new StringWriter();
        NodesView.of(json(STATUS), json(trends)).print(new PrintWriter(text, true));
        return text.toString().lines().toList();
    }

    @Test
    void showsWhatIsKnownNowAndTheLastMinutes() throws BadRequestException {
        List<String> lines = lines(TRENDS);

        assertThat(lines.get(1))
                .contains("Studio", "up", "91 °C serious", "100 %", "          ▁▁▁▁▁▁▁▁▁▆", "41.3")
                .as("what was last known 40 s ago")
                .doesNotContain("battery");
        assertThat(lines.get(2)).contains("Air", "paused", "–", "camera in use");
    }

    @Test
    void withoutTrendsTheRestIsShown() throws BadRequestException {
        assertThat(lines("{}").get(1)).contains("Studio", "–", "41.3");
    }

    @Test
    void writesOneLineOfJsonWithNullForWhatIsNotKnown() throws BadRequestException {
        String line = NodesView.of(json(STATUS), json(TRENDS)).json();

        assertThat(line.lines()).hasSize(1);
        assertThat(TestHerd.at(line, "nodes.0.heat_celsius")).isEqualTo("91.4");
        assertThat(TestHerd.at(line, "nodes.0.on_battery")).isEqualTo("null");
        assertThat(TestHerd.at(line, "nodes.0.running")).isEqualTo("2");
        assertThat(TestHerd.at(line, "nodes.1.cpu")).isEqualTo("null");
    }

    @Test
    void theHighestBlockIsTheLargestValue() {
        assertThat(Blocks.of(IntStream.range(0, 20).mapToObj(i -> i * 10.0).toList(), 1))
                .startsWith("▁")
                .endsWith("█");
        assertThat(Blocks.of(List.of(), 1)).isBlank().hasSize(Blocks.WIDTH);
        assertThat(Blocks.of(Collections.nCopies(40, 0.0), 1)).isEqualTo("▁".repeat(Blocks.WIDTH));
    }
}
