package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSizeTest {
    private static final int LONGEST_WORD = 7;

    private static long fewest(String json) {
        byte[] body = json.getBytes(UTF_8);
        return TextSize.of(body).fewestChars(body.length);
    }

    /// The letters of a text, and their spelling in JSON: plain, escaped shortly, or as a number.
    @Test
    void countsTheCharactersThatAJsonTextStandsFor() {
        String[] spelled = {"a", " ", "é", "語", "\\n", "\\\"", "\\\\", "\\u0430", "\\u8a9e", "/", "u"};
        var random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder();
            int characters = random.nextInt(60);
            for (int j = 0; j < characters; j++) {
                text.append(spelled[random.nextInt(spelled.length)]);
            }
            long counted = fewest(text + " ".repeat(LONGEST_WORD));

            assertThat(counted - LONGEST_WORD).as(text.toString()).isEqualTo(characters);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\\", "\\u", "\\u00", "\\\\\\", "aaaaaaa\\", "aaaaaaa\\u043"})
    void takesWhateverBytesThereAre(String text) {
        assertThat(fewest(text)).isBetween(0L, (long) text.length());
    }

    @Test
    void aScanCountsThoseOfAPrompt() throws BadRequestException {
        String russian = "\\u043f\\u0440\\u0438\\u0432\\u0435\\u0442 ".repeat(1000);
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + russian + "\"}]}";

        assertThat(BodyScan.of(body.getBytes(UTF_8)).fewestChars()).isBetween(6900L, 7004L);
        assertThat(BodyScan.of("{\"prompt\":\"Hi\"}".getBytes(UTF_8)).fewestChars())
                .isZero();
    }
}
