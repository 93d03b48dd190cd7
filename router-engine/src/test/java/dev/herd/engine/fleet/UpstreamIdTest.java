package dev.herd.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamIdTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:11434, http://127.0.0.1:11434",
        "127.0.0.1:11434, http://127.0.0.1:11434",
        "localhost:11434, http://127.0.0.1:11434",
        "http://LOCALHOST:11434/, http://127.0.0.1:11434",
        "0.0.0.0:11434, http://127.0.0.1:11434",
        "'  Mac-Studio.local:11434 ', http://mac-studio.local:11434",
        "http://studio, http://studio:80",
        "HTTPS://studio, https://studio:443",
        "https://studio/llm//, https://studio:443/llm",
        "http://studio:8000/v1, http://studio:8000",
        "http://studio:8000/v1/, http://studio:8000",
        "http://studio:11434/api, http://studio:11434",
        "http://studio:8000/llm/v1, http://studio:8000/llm",
        "http://studio:8000/v10, http://studio:8000/v10",
        "http://[::1]:11434, http://[::1]:11434",
        "http://[::]:11434, http://[::1]:11434"
    })
    void twoWaysToNameAServerAreOne(String text, String url) {
        assertThat(UpstreamId.parse(text).url()).isEqualTo(url);
        assertThat(UpstreamId.parse(url)).isEqualTo(UpstreamId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://studio",
                "http://",
                "http:// studio",
                "a b",
                "http://studio:99999",
                "http://studio:0",
                "http://me:secret@studio:11434",
                "file:///tmp/x",
                "://x",
                "http://:11434"
            })
    void whatIsNoServersAddressIsRefused(String text) {
        assertThatThrownBy(() -> UpstreamId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPasswordIsNotRepeated() {
        assertThatThrownBy(() -> UpstreamId.parse("http://me:secret@studio"))
                .message()
                .doesNotContain("secret");
    }

    @Test
    void itsNodeIsNamedByHostAndPort() {
        assertThat(UpstreamId.parse("http://Studio:8000/llm").hostAndPort()).isEqualTo("studio:8000");
        assertThat(UpstreamId.parse("[::1]:1").hostAndPort()).isEqualTo("[::1]:1");
    }
}
