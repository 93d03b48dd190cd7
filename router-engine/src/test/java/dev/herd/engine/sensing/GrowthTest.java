package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final Instant START = FakeClock.START;

    private final Growth growth = new Growth();

    @Test
    void isPerSecondFromLookToLook() {
        assertThat(growth.perSecond(1000, START)).isNaN();
        assertThat(growth.perSecond(1500, START.plusSeconds(5))).isEqualTo(100);
        assertThat(growth.perSecond(1500, START.plusSeconds(10))).isZero();
    }

    @Test
    void aLookJustAfterTheLastSaysTheSameAndLosesNothing() {
        growth.perSecond(0, START);
        growth.perSecond(100, START.plusSeconds(1));

        assertThat(growth.perSecond(150, START.plusMillis(1010))).isEqualTo(100);
        assertThat(growth.perSecond(300, START.plusSeconds(3))).isEqualTo(100);
    }

    @Test
    void beginsAnewWithItsCounterAndClock() {
        growth.perSecond(1000, START);

        assertThat(growth.perSecond(10, START.plusSeconds(1))).isNaN();
        assertThat(growth.perSecond(20, START.plusSeconds(2))).isEqualTo(10);
        assertThat(growth.perSecond(30, START.minusSeconds(3600))).isNaN();
        assertThat(growth.perSecond(40, START.minusSeconds(3599))).isEqualTo(10);
    }
}
