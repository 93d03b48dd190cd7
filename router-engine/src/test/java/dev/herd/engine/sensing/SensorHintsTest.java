package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Camera;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SensorHintsTest extends VirtualRounds {
    @Test
    void aHintReadsAtOnceAndTellsAtOnce() {
        var camera = camera(5);
        var stuck = memory(5);
        SensorRounds rounds = rounds(Runnable::run, camera, stuck);
        run(rounds, seconds(5));
        int before = caller.told.size();
        clock.forward(seconds(1));
        camera.does(() -> known(FILMED));

        camera.hint();

        assertThat(camera.reads).hasValue(2);
        assertThat(caller.told).hasSize(before + 1);
        assertThat(rounds.signals().get(Camera.class).known()).contains(FILMED);
    }

    @Test
    void aHintWhileItReadsReadsOnceMoreAfterwards() {
        var camera = camera(5);
        SensorRounds rounds = rounds(desk::add, camera);
        rounds.round(clock.instant());
        for (int i = 0; i < 1000; i++) {
            camera.hint();
        }
        assertThat(desk).hasSize(1);

        runDesk();

        assertThat(camera.reads).hasValue(2);
    }

    @Test
    void aStormOfHintsCostsAReadingEachFifthOfASecond() {
        var camera = camera(5);
        SensorRounds rounds = rounds(Runnable::run, camera);
        for (int millis = 0; millis < 10_000; millis++) {
            if (rounds.untilNext(clock.instant()).isZero()) {
                rounds.round(clock.instant());
            }
            camera.hint();
            clock.forward(Duration.ofMillis(1));
        }

        assertThat(camera.reads.get()).isBetween(45, 60);
        assertThat(caller.sooner.get()).isGreaterThan(40).isLessThan(100);
    }

    @Test
    void theLastHintOfAStormIsHeard() {
        var camera = camera(5);
        SensorRounds rounds = rounds(Runnable::run, camera);
        run(rounds, seconds(1));
        camera.hint();
        camera.does(() -> known(FILMED));
        camera.hint();
        assertThat(rounds.untilNext(clock.instant())).isLessThanOrEqualTo(SensorRounds.BETWEEN_HINTS);

        clock.forward(rounds.untilNext(clock.instant()));
        rounds.round(clock.instant());

        assertThat(rounds.signals().get(Camera.class).known()).contains(FILMED);
    }

    @Test
    void whatIsUrgentIsToldBeforeTheRoundIsOver() {
        var camera = camera(5);
        SensorRounds rounds = rounds(desk::add, memory(5), camera);
        rounds.round(clock.instant());
        desk.remove().run();
        assertThat(caller.told).as("memory waits for the round's end").isEmpty();

        desk.remove().run();
        assertThat(caller.told).hasSize(1);

        clock.forward(rounds.untilNext(clock.instant()));
        camera.does(() -> known(FILMED));
        rounds.round(clock.instant());
        Runnable readsMemory = desk.remove();
        desk.remove().run();
        assertThat(caller.told).hasSize(2);
        assertThat(caller.told.stream().toList().getLast().get(Camera.class).known())
                .contains(FILMED);
        readsMemory.run();
    }
}
