package dev.herd.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.Series;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalBoardTest {
    private static final NodeId STUDIO = new NodeId("studio");
    private static final Instant START = Instant.parse("2026-11-24T14:00:00Z");

    private final SignalBoard board = new SignalBoard();

    private void generates(Instant at, double tokensPerSecond) {
        board.sample(at, Map.of(STUDIO, tokensPerSecond));
    }

    @Test
    void keepsTheMeanOfEachMinuteOfTheLastHour() {
        generates(START, 10);
        generates(START.plusSeconds(30), 20);
        generates(START.plusSeconds(60), 40);

        Series tokens = board.vitals(STUDIO, START.plusSeconds(61)).tokens();

        assertThat(tokens.values()).hasSize(60).endsWith(15.0, 40.0);
        assertThat(tokens.values().subList(0, 58)).containsOnly(Double.NaN);
        assertThat(tokens.end()).isEqualTo(START.plus(Duration.ofMinutes(2)));
        assertThat(tokens.max()).isEqualTo(40);
    }

    @Test
    void doesNotShowAnHourOldMinuteAsANewOne() {
        generates(START, 10);
        generates(START.plus(Duration.ofMinutes(59)), 20);
        generates(START.plus(Duration.ofMinutes(61)), 30);

        Series tokens = board.vitals(STUDIO, START.plus(Duration.ofMinutes(61))).tokens();

        assertThat(tokens.values()).endsWith(20.0, Double.NaN, 30.0);
        assertThat(tokens.values()).doesNotContain(10.0);
    }

    @Test
    void showsAGapWhereNothingWasMeasured() {
        generates(START, 10);

        Series tokens = board.vitals(STUDIO, START.plus(Duration.ofMinutes(3))).tokens();

        assertThat(tokens.values()).endsWith(10.0, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void keepsMemoryAndProcessorWhereTheyAreSensed() {
        board.sensed(
                STUDIO,
                NodeSignals.NONE
                        .with(Memory.class, new Reading.Known<>(new Memory(100, 25), START, "test"))
                        .with(Processor.class, new Reading.Known<>(new Processor(0.5), START, "test")));
        generates(START, 0);

        NodeVitals vitals = board.vitals(STUDIO, START);

        assertThat(vitals.memory().values()).endsWith(0.25);
        assertThat(vitals.processor().values()).endsWith(0.5);
    }

    @Test
    void saysNotSensedOfAMachineNobodySenses() {
        generates(START, 3);

        NodeVitals vitals = board.vitals(STUDIO, START);

        assertThat(vitals.signals()).isEqualTo(NodeSignals.NONE);
        assertThat(vitals.memory().values()).isEmpty();
        assertThat(vitals.tokensPerSecond()).isEqualTo(3);
    }

    @Test
    void forgetsAMachineThatLeft() {
        generates(START, 3);

        board.forget(STUDIO);

        assertThat(board.vitals(STUDIO, START).tokens().values()).isEmpty();
    }
}
