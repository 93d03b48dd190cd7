package dev.herd.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {
    private static final List<String> NAMES = List.of("llama3.2", "qwen3:32b", "qwen3-coder:30b", "tiny", "Big-Model");

    @ParameterizedTest
    @CsvSource({
        "llama3.1, llama3.2",
        "lama3.2, llama3.2",
        "qwen3, qwen3:32b",
        "qwen3:8b, qwen3:32b",
        "qwen3-coder, qwen3-coder:30b",
        "qwen3-codr:30b, qwen3-coder:30b",
        "tinny, tiny",
        "TINY, tiny",
        "big-mdel, Big-Model"
    })
    void findsWhatWasMeant(String mistyped, String meant) {
        assertThat(NearestName.of(mistyped, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4", "", "mistral", "tin-foil", "tyni"})
    void isSilentWhereNothingIsNear(String mistyped) {
        assertThat(NearestName.of(mistyped, NAMES)).isEmpty();
    }

    @Test
    void hasNothingToSayOfNothing() {
        assertThat(NearestName.of("a", Set.of())).isEmpty();
    }

    @Test
    void aNameOfAMillionLettersTakesNoTime() {
        assertThat(NearestName.of("x".repeat(1_000_000), List.of("x".repeat(999_999))))
                .isEmpty();
        assertThat(NearestName.of("x".repeat(60), List.of("x".repeat(1_000_000))))
                .isEmpty();
    }
}
