package dev.herd.engine.cli;

import static dev.herd.engine.testing.FakePulls.MANIFEST;
import static dev.herd.engine.testing.FakePulls.SUCCESS;
import static dev.herd.engine.testing.FakePulls.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.TestHerd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullDisplayTest {
    private static final List<String> LINES = List.of(
            MANIFEST,
            part(2_000_000_000, 0),
            part(2_000_000_000, 500_000_000),
            part(2_000_000_000, 2_000_000_000),
            SUCCESS);

    private static String shown(boolean inPlace) {
        var text = new StringWriter();
        var display = new PullDisplay(new PrintWriter(text), inPlace);
        LINES.forEach(line -> display.show(TestHerd.json(line)));
        display.end();
        return text.toString();
    }

    @Test
    void oneLineChangesInPlaceOnATerminal() {
        String[] states = shown(true).split("\r");

        assertThat(states[2]).startsWith("pulling [........................]   0 %  0.00 of 2.00 GB");
        assertThat(states[3]).startsWith("pulling [######..................]  25 %  0.50 of 2.00 GB");
        assertThat(states[5].strip()).isEqualTo("success");
        assertThat(states[5]).as("what stood there before is gone").hasSizeGreaterThan(states[4].length());
        assertThat(shown(true)).endsWith(System.lineSeparator()).doesNotContain("success\n\n");
    }

    @Test
    void anErrorIsToldElsewhere() {
        var text = new StringWriter();
        var display = new PullDisplay(new PrintWriter(text), false);

        display.show(TestHerd.json("{\"error\":\"no such model\"}"));
        display.end();

        assertThat(text.toString()).isEmpty();
    }

    @Test
    void aFileGetsALineForEachStep() {
        assertThat(shown(false).lines()).containsExactly("pulling manifest", "pulling", "success");
        assertThat(shown(false)).doesNotContain("\r");
    }
}
