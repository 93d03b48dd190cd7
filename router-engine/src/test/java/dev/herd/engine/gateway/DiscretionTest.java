package dev.herd.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscretionTest {
    private static final String BODY =
            "{\"model\":\"llama3.1:70b-instruct\",\"stream\" : true,\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"Grüße an die Eule, bury Rosebud7 under the third oak; it does not matter\"}]}";

    private static String kept(String text) {
        return Discretion.of(text, BODY.getBytes(StandardCharsets.UTF_8), "llama3.1:70b-instruct");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    llama runner process has terminated: signal: killed | llama runner process has terminated: signal: killed
                    model 'llama3.1:70b-instruct' not found             | model 'llama3.1:70b-instruct' not found
                    "stream" must be true or false                      | "stream" must be true or false
                    this model does not support tools                   | this model does not support tools
                    cannot connect to http://10.0.0.3:11434             | cannot connect to http://10.0.0.3:11434
                    bad token 'Eule' at 7                               | bad token '…' at 7
                    bad token "Grüße"                                   | bad token "…"
                    cannot parse Rosebud7 here                          | cannot parse … here
                    failed on: bury Rosebud7 under the third oak; it    | failed on:…
                    x under the third oak y                             | x… y
                    """)
    void leavesOutWhatThePromptSaysAndKeepsWhatExplains(String text, String kept) {
        assertThat(kept(text)).isEqualTo(kept);
    }

    @Test
    void boundsWhatItKeepsWithoutBreakingLetters() {
        String kept = kept("ö".repeat(1000));

        assertThat(kept).hasSizeLessThan(300).startsWith("öö");
    }

    @Test
    void keepsAllWhenThereIsNoBody() {
        assertThat(Discretion.of("the body is larger", new byte[0], "")).isEqualTo("the body is larger");
    }
}
