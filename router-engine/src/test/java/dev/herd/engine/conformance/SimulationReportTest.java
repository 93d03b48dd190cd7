package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.cli.SimulateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/simulation-report.md` says what the code does.
class SimulationReportTest {
    private static final Path PAGE = Path.of("../docs/simulation-report.md");

    @Test
    void thePageHasTheFiguresOfThisCode() throws IOException {
        String page = SimulateCommand.reportText();
        if (System.getProperty("report.update") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(page)
                .as("./herd simulate --report docs/simulation-report.md")
                .isEqualTo(Files.readString(PAGE));
    }
}
