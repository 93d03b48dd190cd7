package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {
    private static String run(String... arguments) {
        var out = new StringWriter();
        int exit = new CommandLine(new DoctorCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments);
        assertThat(exit).isZero();
        return out.toString();
    }

    @Test
    void saysWhatItCanCheck() {
        assertThat(run()).contains("--signals");
        assertThat(new JsonMapper().readTree(run("--json")).get("checks").get(0).asString())
                .isEqualTo("signals");
    }

    @Test
    void showsEachSignalOfThisMachineWithItsSourceOrWhyItIsUnknown() {
        String table = run("--signals");

        assertThat(table.lines().findFirst().orElseThrow()).contains("SIGNAL", "VALUE", "SOURCE", "AGE", "TOOK");
        assertThat(table).contains("memory  ", "GiB used", "network use", "front");
        assertThat(table.lines()).noneMatch(line -> line.startsWith("meeting"));
    }

    @Test
    void tellsProgramsTheSame() {
        JsonNode signals = new JsonMapper().readTree(run("--signals", "--json")).get("signals");

        assertThat(signals.size()).isGreaterThanOrEqualTo(15);
        for (JsonNode signal : signals) {
            if (signal.get("known").asBoolean()) {
                assertThat(signal.get("source").asString()).isNotBlank();
                assertThat(signal.get("value").isObject()).isTrue();
                assertThat(signal.get("age_s").asDouble()).isBetween(0.0, 60.0);
            } else {
                assertThat(signal.get("reason").asString()).isNotBlank();
            }
        }
    }
}
