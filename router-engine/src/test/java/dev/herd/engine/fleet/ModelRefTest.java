package dev.herd.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRefTest {
    @ParameterizedTest
    @CsvSource({
        "tiny, tiny:latest",
        "TINY, tiny:latest",
        "tiny:latest, tiny:latest",
        "Qwen3:32B, qwen3:32b",
        "' tiny ', tiny:latest",
        "library/tiny, tiny:latest",
        "registry.ollama.ai/library/tiny:latest, tiny:latest",
        "registry.ollama.ai/me/tiny, me/tiny:latest",
        "me/tiny:q4, me/tiny:q4",
        "host:5000/ns/name, host:5000/ns/name:latest",
        "host:5000/ns/name:tag, host:5000/ns/name:tag",
        "hf.co/bartowski/Qwen3-GGUF:Q4_K_M, hf.co/bartowski/qwen3-gguf:q4_k_m",
        "qwen3:cloud, qwen3:cloud"
    })
    void readsNamesAsOllamaDoes(String spelling, String name) {
        assertThat(ModelRef.of(spelling).name()).isEqualTo(name);
        assertThat(ModelRef.of(ModelRef.of(spelling).name())).isEqualTo(ModelRef.of(spelling));
    }

    @Test
    void differentModelsStayApart() {
        assertThat(ModelRef.of("a:1")).isNotEqualTo(ModelRef.of("a:2"));
        assertThat(ModelRef.of("x/a")).isNotEqualTo(ModelRef.of("a"));
        assertThat(List.of(ModelRef.of("b"), ModelRef.of("a")).stream().sorted())
                .containsExactly(ModelRef.of("a"), ModelRef.of("b"));
    }

    @Test
    void theMachinesLanguageChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(ModelRef.of("TINY").name()).isEqualTo("tiny:latest");
        } finally {
            Locale.setDefault(before);
        }
    }
}
