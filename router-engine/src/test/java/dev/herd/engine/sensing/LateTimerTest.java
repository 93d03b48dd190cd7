package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LateTimerTest {
    private static final Instant DUE = Instant.parse("2026-11-30T10:00:00Z");

    @Test
    void aTimerThatIsMoreThanTenSecondsLateTellsOfSleep() {
        assertThat(LateTimer.slept(DUE, DUE.plusSeconds(3600))).contains(Duration.ofHours(1));
        assertThat(LateTimer.slept(DUE, DUE.plusMillis(10_001))).contains(Duration.ofMillis(10_001));
    }

    @Test
    void aBusyMachineOrAClockThatWasSetBackDoesNot() {
        assertThat(LateTimer.slept(DUE, DUE)).isEmpty();
        assertThat(LateTimer.slept(DUE, DUE.plusSeconds(10))).isEmpty();
        assertThat(LateTimer.slept(DUE, DUE.minusSeconds(3600))).isEmpty();
    }
}
