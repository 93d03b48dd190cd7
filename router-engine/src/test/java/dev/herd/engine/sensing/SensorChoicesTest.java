package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SensorChoicesTest extends VirtualRounds {
    @Test
    void theFirstThatTellsWinsAndOneThatTellsNothingRests() {
        var broken = memory(5);
        broken.does(() -> {
            throw new IOException("not here");
        });
        var second = memory(5);
        var third = memory(5);
        SensorRounds rounds = rounds(Runnable::run, broken, second, third);

        run(rounds, seconds(600));

        assertThat(second.reads).hasValue(120);
        assertThat(third.reads).hasValue(0);
        assertThat(broken.reads.get()).isBetween(2, 4);

        broken.does(() -> known(new Memory(100, 99)));
        run(rounds, seconds(620));
        assertThat(rounds.signals().memory().known()).contains(new Memory(100, 99));
    }

    @Test
    void oneThatRestsIsTriedAgainWhenItHints() {
        var shy = new ScriptedSensor<>(Camera.class, seconds(5), () -> new Reading.Unknown<Camera>("no session yet"));
        SensorRounds rounds = rounds(Runnable::run, shy, camera(5));
        run(rounds, seconds(30));
        shy.does(() -> known(FILMED));
        run(rounds, seconds(30));
        assertThat(rounds.signals().get(Camera.class).known()).contains(Camera.IDLE);

        shy.hint();

        assertThat(rounds.signals().get(Camera.class).known()).contains(FILMED);
    }

    @Test
    void whereNobodyTellsAllReasonsAreGiven() {
        var one = new ScriptedSensor<>(Camera.class, seconds(5), () -> new Reading.Unknown<Camera>("no portal"));
        var other = new ScriptedSensor<>(Camera.class, seconds(5), () -> new Reading.Unknown<Camera>("no devices"));
        SensorRounds rounds = rounds(Runnable::run, one, other);

        run(rounds, seconds(60));

        assertThat(reason(rounds.signals().get(Camera.class))).isEqualTo("no portal; no devices");
        assertThat(one.reads).hasValue(12);
    }

    @Test
    void anotherOneStepsInForOneThatHangs() {
        var never = new CountDownLatch(1);
        var stuck = new ScriptedSensor<>(Camera.class, seconds(2.5), () -> {
            awaitStubbornly(never, new AtomicInteger());
            return known(Camera.IDLE);
        });
        SensorRounds rounds =
                rounds(virtualThreads(), stuck, new ScriptedSensor<>(Camera.class, seconds(2.5), () -> known(FILMED)));
        rounds.round(clock.instant());
        Await.until("it hangs", () -> stuck.reads.get() == 1);
        clock.forward(seconds(5));

        rounds.round(clock.instant());

        Await.until(
                "the other tells",
                () -> rounds.signals().get(Camera.class).known().equals(java.util.Optional.of(FILMED)));
        never.countDown();
    }
}
