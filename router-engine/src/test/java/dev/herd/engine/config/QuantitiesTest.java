package dev.herd.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class QuantitiesTest {
    @TestFactory
    Stream<DynamicTest> readsDurations() {
        return Map.of(
                        "90", Duration.ofSeconds(90),
                        "0", Duration.ZERO,
                        "1.5", Duration.ofMillis(1500),
                        "250ms", Duration.ofMillis(250),
                        "10m", Duration.ofMinutes(10),
                        " 1H30M ", Duration.ofMinutes(90),
                        "1h30m5s", Duration.ofSeconds(5405),
                        "30d", Duration.ofDays(30),
                        "0.5h", Duration.ofMinutes(30))
                .entrySet()
                .stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> assertThat(Quantities.duration(row.getKey())).isEqualTo(row.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> readsSizes() {
        return Map.of(
                        "1048576", 1L << 20,
                        "64MiB", 64L << 20,
                        "64MB", 64_000_000L,
                        "64 gib", 64L << 30,
                        "1.5g", 1_500_000_000L,
                        "2k", 2000L,
                        "1TiB", 1L << 40)
                .entrySet()
                .stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> assertThat(Quantities.size(row.getKey())).isEqualTo(row.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNone() {
        Stream<DynamicTest> durations = Stream.of("", "ten", "10x", "-5s", "5s x", "h", "1h-", "٣s")
                .map(text -> DynamicTest.dynamicTest(
                        "duration " + text,
                        () -> assertThatThrownBy(() -> Quantities.duration(text))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(text)));
        Stream<DynamicTest> sizes = Stream.of("", "big", "-1", "1.5.2g", "64MiBs", "MiB")
                .map(text -> DynamicTest.dynamicTest(
                        "size " + text,
                        () -> assertThatThrownBy(() -> Quantities.size(text))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(text)));
        return Stream.concat(durations, sizes);
    }
}
