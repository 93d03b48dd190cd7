package dev.herd.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSliceTest {
    @Test
    void elementsKeepTheirBytes() throws BadRequestException {
        for (int seed = 0; seed < 200; seed++) {
            RandomJson random = new RandomJson(seed);
            List<String> values = new ArrayList<>();
            for (int i = random.below(6); i > 0; i--) {
                values.add(random.value(3));
            }
            String text = "[ " + String.join(" ,\n", values) + "\t]";

            List<JsonSlice> elements = JsonSlice.of(text).elements();

            assertThat(elements.stream().map(JsonSlice::raw))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(values);
        }
    }

    @Test
    void tellsTypesApart() {
        assertThat(JsonSlice.of("{}").isObject()).isTrue();
        assertThat(JsonSlice.of("[]").isArray()).isTrue();
        assertThat(JsonSlice.of("\"\"").isString()).isTrue();
        assertThat(JsonSlice.of("null").isNull()).isTrue();
        assertThat(JsonSlice.of("true").isTrue()).isTrue();
        assertThat(JsonSlice.of("false").isBoolean()).isTrue();
        assertThat(JsonSlice.of("false").isTrue()).isFalse();
        assertThat(JsonSlice.of("-1").isNumber()).isTrue();
        assertThat(JsonSlice.of("").isNumber()).isFalse();
        assertThat(JsonSlice.of("[ \n ]").isEmptyArray()).isTrue();
        assertThat(JsonSlice.of("[0]").isEmptyArray()).isFalse();
        assertThat(JsonSlice.of("{}").isEmptyArray()).isFalse();
    }

    @Test
    void readsTextsWithAndWithoutEscapes() {
        assertThat(JsonSlice.of("\"größe ✓ 😀\"").text()).isEqualTo("größe ✓ 😀");
        assertThat(JsonSlice.of("\"gr\\u00f6\\u00dfe\\n\\/ \\ud83d\\ude00\"").text())
                .isEqualTo("größe\n/ 😀");
        assertThat(JsonSlice.of("1.10").text()).isEqualTo("1.10");
    }

    /// A client that cuts its texts by UTF-16 units sends half a character.
    @ParameterizedTest
    @ValueSource(strings = {"\"a\\uD83D\"", "\"\\uD83Dx\"", "\"\\uDE00\"", "\"\\uD83D\\n\""})
    void halfACharacterIsWrittenAsItWasRead(String json) {
        assertThat(Json.quoted(JsonSlice.of(json).text())).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "4096.0, 4096", "4.096e3, 4096", "-1, -1", "5.9, 5", "-0.0, 0", "2147483647, 2147483647"})
    void aWholeNumberIsReadWhateverItsSpelling(String json, int value) {
        assertThat(JsonSlice.of(json).integer()).isEqualTo(OptionalInt.of(value));
        assertThat(JsonSlice.of(json).whole()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "12345678901234567890", "2147483648", "\"7\"", "true", "null", "[7]"})
    void whatAnIntCannotHoldIsNone(String json) {
        assertThat(JsonSlice.of(json).integer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "7.0, 7", "-3, 0", "1e400, 2147483647", "12345678901234567890, 2147483647", "null, 0"})
    void aCountIsNeverNegativeAndNeverOverflows(String json, int count) {
        assertThat(JsonSlice.of(json).count()).isEqualTo(count);
    }

    @Test
    void readsNumbersOfAVector() throws BadRequestException {
        StringBuilder many = new StringBuilder("[0");
        for (int i = 1; i < 1000; i++) {
            many.append(",").append(i).append(".5");
        }

        assertThat(JsonSlice.of(many + "]").numbers()).hasSize(1000).endsWith(999.5);
        assertThat(JsonSlice.of("[]").numbers()).isEmpty();
        assertThat(JsonSlice.of("[ -0.0, 1e-7 ]").numbers()).containsExactly(-0.0, 1e-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,\"2\"]", "[[1]]", "{}", "[null]", "[1", "["})
    void whatIsNoVectorIsRefused(String json) {
        assertThatThrownBy(() -> JsonSlice.of(json).numbers()).isInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "[1", "[", "[1,,2]"})
    void whatIsNoListIsRefused(String json) {
        assertThatThrownBy(() -> JsonSlice.of(json).elements()).isInstanceOf(BadRequestException.class);
    }
}
