package dev.herd.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenMeterTest {
    private static final Instant START = Instant.parse("2026-11-24T14:00:00Z");

    private final TokenMeter meter = new TokenMeter();

    @Test
    void tellsTokensPerSecondOverTheLastSeconds() {
        meter.read(START, Map.of("a", 100L));

        assertThat(meter.read(START.plusSeconds(2), Map.of("a", 150L))).containsEntry("a", 25.0);
    }

    @Test
    void forgetsWhatIsOlderThanItsWindow() {
        meter.read(START, Map.of("a", 0L));
        meter.read(START.plusSeconds(1), Map.of("a", 1000L));
        for (int second = 2; second <= 20; second++) {
            meter.read(START.plusSeconds(second), Map.of("a", 1000L));
        }

        assertThat(meter.read(START.plusSeconds(21), Map.of("a", 1000L))).containsEntry("a", 0.0);
    }

    @Test
    void countsANodeFromItsFirstTokens() {
        meter.read(START, Map.of());

        assertThat(meter.read(START.plusSeconds(1), Map.of("new", 30L))).containsEntry("new", 30.0);
    }

    @Test
    void isNeverNegativeWhenAnEndedAnswerHasFewerTokensThanItHadChunks() {
        meter.read(START, Map.of("a", 100L));

        assertThat(meter.read(START.plusSeconds(1), Map.of("a", 99L))).containsEntry("a", 0.0);
    }
}
