package dev.herd.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChipsTest {
    @ParameterizedTest
    @CsvSource({
        "Apple M2, 100",
        "Apple M2 Max, 400",
        "apple-m3-ultra, 819",
        "NVIDIA GeForce RTX 4070 Ti SUPER, 672",
        "NVIDIA GeForce RTX 4070, 504",
        "AMD Radeon RX 7900 XTX (navi31), 960",
        "m4, 120",
    })
    void findsTheLongestNameThatTheWordsHold(String words, double bandwidth) {
        assertThat(Chips.find(words).orElseThrow().decodeBytesPerSecond()).isCloseTo(bandwidth * 0.6e9, within(1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Intel Core i7-8550U", "M10", "something m", "rtx"})
    void knowsNothingOfOthers(String words) {
        assertThat(Chips.find(words)).isEmpty();
    }

    @Test
    void expectsAnEightBillionModelToRunAsPeopleMeasureIt() {
        double weights = 4.8e9;
        Hardware max = Chips.find("Apple M2 Max").orElseThrow();

        assertThat(max.decodeBytesPerSecond() / weights).as("tokens per second").isBetween(40.0, 70.0);
        assertThat(max.prefillBytesPerSecond() / weights).isBetween(250.0, 900.0);
    }
}
