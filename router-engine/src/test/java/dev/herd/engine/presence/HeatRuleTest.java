package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;
import dev.herd.engine.signal.Reading;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeatRuleTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private final HeatRule rule = new HeatRule();

    private static Reading<Heat> is(Level level) {
        return new Reading.Known<>(new Heat(Double.NaN, level, 0), START, "test");
    }

    private Level at(int second, Level level) {
        return rule.on(START.plusSeconds(second), is(level), Double.NaN).level();
    }

    @Test
    void heatCountsAtOnceAndCoolnessAfterAMinute() {
        assertThat(at(0, Level.NOMINAL)).isEqualTo(Level.NOMINAL);
        assertThat(at(1, Level.SERIOUS)).isEqualTo(Level.SERIOUS);
        assertThat(at(2, Level.NOMINAL)).isEqualTo(Level.SERIOUS);
        assertThat(at(60, Level.NOMINAL)).isEqualTo(Level.SERIOUS);
        assertThat(at(61, Level.NOMINAL)).isEqualTo(Level.NOMINAL);
    }

    @Test
    void itCoolsToTheWorstOfTheLastMinute() {
        at(0, Level.CRITICAL);
        assertThat(at(30, Level.FAIR)).isEqualTo(Level.CRITICAL);
        assertThat(at(70, Level.NOMINAL)).isEqualTo(Level.FAIR);
        assertThat(at(90, Level.NOMINAL)).isEqualTo(Level.NOMINAL);
    }

    @Test
    void aMachineThatAnswersSlowlyIsAtLeastFair() {
        assertThat(rule.on(START, is(Level.NOMINAL), 0.66)).isEqualTo(HeatLimit.NONE);
        assertThat(rule.on(START, Reading.notSensed(), 0.6))
                .isEqualTo(new HeatLimit(Level.FAIR, "it answers at 60 % of its cold speed"));
        assertThat(rule.on(START, is(Level.SERIOUS), 0.6))
                .isEqualTo(new HeatLimit(Level.SERIOUS, "its heat is serious"));
    }

    @Test
    void aSensorThatFallsSilentIsNoSignOfCoolness() {
        at(0, Level.SERIOUS);

        assertThat(rule.on(START.plusSeconds(590), Reading.notSensed(), Double.NaN)
                        .level())
                .isEqualTo(Level.SERIOUS);
        assertThat(rule.on(START.plusSeconds(700), Reading.notSensed(), Double.NaN)
                        .level())
                .isEqualTo(Level.NOMINAL);
    }
}
