package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionsTest {
    private static JsonFields fields(String text) throws BadRequestException {
        byte[] bytes = text.getBytes(UTF_8);
        return JsonFields.of(bytes, 0, bytes.length);
    }

    private static String without(String text) throws BadRequestException {
        JsonFields fields = fields(text);
        JsonEdit edit = new JsonEdit(fields);
        Extensions.removeFrom(fields, edit);
        return edit.text();
    }

    @Test
    void readsFallbacksTagsAndUser() throws BadRequestException {
        Extensions read =
                Extensions.read(fields("{\"fallback_models\":[\"b\",\"c\"],\"metadata\":{\"tags\":[\" x \",\"\","
                        + "\"y\",\"x\"]},\"user\":\"me\"}"));

        assertThat(read.fallbackModels()).containsExactly("b", "c");
        assertThat(read.tags()).containsExactly("x", "y");
        assertThat(read.user()).isEqualTo("me");
    }

    @Test
    void aTextOfTagsIsReadAsAList() throws BadRequestException {
        assertThat(Extensions.read(fields("{\"metadata\":{\"tags\":\"a, b,\"}}"))
                        .tags())
                .containsExactly("a", "b");
    }

    @Test
    void tagsAreFewAndShort() throws BadRequestException {
        String many = IntStream.range(0, 100)
                .mapToObj(i -> "\"" + i + "x".repeat(100) + "\"")
                .collect(Collectors.joining(","));

        assertThat(Extensions.read(fields("{\"metadata\":{\"tags\":[" + many + "]}}"))
                        .tags())
                .hasSize(32)
                .allMatch(tag -> tag.length() == 64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fallback_models\":\"b\"}",
                "{\"fallback_models\":[1]}",
                "{\"metadata\":{\"tags\":{}}}",
                "{\"metadata\":{\"tags\":[\"a\",1]}}",
                "{\"metadata\":{\"tags\":[],\"TAGS\":[]}}",
                "{\"fallback_models\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}"
            })
    void whatIsNoListOfNamesIsRefused(String text) {
        assertThatThrownBy(() -> Extensions.read(fields(text))).isInstanceOf(BadRequestException.class);
    }

    @Test
    void upstreamsSeeNothingOfThem() throws BadRequestException {
        assertThat(without("{\"a\":1.10,\"fallback_models\":[\"b\"],\"metadata\":{\"tags\":[\"x\"]},\"user\":\"me\"}"))
                .isEqualTo("{\"a\":1.10,\"user\":\"me\"}");
        assertThat(without("{\"metadata\":{\"a\" : 1.10, \"tags\":[]}}")).isEqualTo("{\"metadata\":{\"a\" : 1.10}}");
        assertThat(without("{\"metadata\":{\"tags\":\"a\"}}")).isEqualTo("{\"metadata\":{\"tags\":\"a\"}}");
        assertThat(without("{\"metadata\":null}")).isEqualTo("{\"metadata\":null}");
    }
}
