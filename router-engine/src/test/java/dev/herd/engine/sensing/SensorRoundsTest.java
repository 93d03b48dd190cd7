package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SensorRoundsTest extends VirtualRounds {
    @Test
    void readsEachAtItsOwnPace() {
        var memory = memory(5);
        var lock = new ScriptedSensor<>(Lock.class, seconds(10), () -> known(new Lock(false)));

        run(rounds(Runnable::run, memory, lock), seconds(60));

        assertThat(memory.reads).hasValue(12);
        assertThat(lock.reads).hasValue(6);
    }

    @Test
    void readingsGoTogetherSoThatTheMachineWakesAsRarelyAsTheShortestPeriodAllows() {
        SensorRounds rounds = rounds(
                Runnable::run,
                camera(2.5),
                new ScriptedSensor<>(Lock.class, seconds(3), () -> known(new Lock(false))),
                new ScriptedSensor<>(Input.class, seconds(4.8), () -> known(new Input(seconds(1)))),
                memory(7.9));

        assertThat(run(rounds, seconds(600))).isEqualTo(240);
    }

    @Test
    void neverWakesMoreThanTwiceASecond() {
        SensorRounds rounds = rounds(Runnable::run, camera(0.05), memory(0.7));

        assertThat(run(rounds, seconds(60))).isLessThanOrEqualTo(120);
    }

    @Test
    void isNeverReadOnTheCallersThread() {
        var memory = memory(5);
        SensorRounds rounds = rounds(desk::add, memory);

        rounds.round(clock.instant());
        assertThat(memory.reads).hasValue(0);
        assertThat(rounds.isBusy()).isTrue();

        runDesk();
        assertThat(rounds.signals().memory().known()).contains(new Memory(100, 40));
    }

    @Test
    void oneThatHangsChangesNothingButItsOwnReading() {
        var hang = new CountDownLatch(1);
        var interrupted = new AtomicInteger();
        var stuck = new ScriptedSensor<>(Camera.class, seconds(2.5), () -> {
            awaitStubbornly(hang, interrupted);
            return known(FILMED);
        });
        var memory = memory(5);
        SensorRounds rounds = rounds(virtualThreads(), stuck, memory);

        Instant end = clock.instant().plus(seconds(60));
        int expected = 0;
        while (clock.instant().isBefore(end)) {
            rounds.round(clock.instant());
            if (Duration.between(FakeClock.START, clock.instant()).toMillis() % 5000 == 0) {
                int reads = ++expected;
                Await.until(
                        "memory was read",
                        () -> memory.reads.get() == reads
                                && rounds.looks().get(1).reading().equals(known(new Memory(100, 40))));
            }
            clock.forward(rounds.untilNext(clock.instant()));
        }

        assertThat(memory.reads).hasValue(12);
        assertThat(stuck.reads).as("at most one reading at a time").hasValue(1);
        assertThat(reason(rounds.signals().get(Camera.class))).isEqualTo("gives no answer");
        Await.until("it was interrupted", () -> interrupted.get() == 1);

        hang.countDown();
        Await.until(
                "the late answer counts",
                () -> rounds.signals().get(Camera.class).known().equals(java.util.Optional.of(FILMED)));
        rounds.round(clock.instant());
        Await.until("it is read again", () -> stuck.reads.get() == 2);
    }

    @Test
    void givesUpAfterFiveSecondsAndNotBefore() {
        var never = new CountDownLatch(1);
        var slow = new ScriptedSensor<>(Lock.class, seconds(60), () -> {
            never.await();
            return known(new Lock(true));
        });
        SensorRounds rounds = rounds(virtualThreads(), slow);

        rounds.round(clock.instant());
        Await.until("it reads", () -> slow.reads.get() == 1);
        assertThat(rounds.untilNext(clock.instant())).isEqualTo(seconds(5));
        clock.forward(seconds(4.9));
        rounds.round(clock.instant());
        assertThat(rounds.isBusy()).isTrue();

        clock.forward(seconds(0.1));
        rounds.round(clock.instant());

        assertThat(rounds.isBusy()).isFalse();
        assertThat(reason(rounds.signals().get(Lock.class))).isEqualTo("gives no answer");
        assertThat(rounds.untilNext(clock.instant())).isEqualTo(seconds(55));
    }

    @Test
    void failuresAreReasonsAndEndWhenItTellsAgain() {
        var memory = memory(5);
        SensorRounds rounds = rounds(Runnable::run, memory);
        memory.does(() -> {
            throw new IOException("the file is locked");
        });
        run(rounds, seconds(5));
        assertThat(reason(rounds.signals().memory())).isEqualTo("the file is locked");

        memory.does(() -> {
            throw new UnsatisfiedLinkError("no such library");
        });
        run(rounds, seconds(5));
        assertThat(reason(rounds.signals().memory())).contains("no such library");

        memory.does(() -> {
            throw new IllegalStateException("a bug");
        });
        run(rounds, seconds(5));
        assertThat(reason(rounds.signals().memory())).contains("a bug");

        memory.does(() -> known(new Memory(100, 50)));
        run(rounds, seconds(5));
        assertThat(rounds.signals().memory().known()).contains(new Memory(100, 50));
    }

    @Test
    void whatServesLookersRestsWhileNobodyCares() {
        var memory = memory(5);
        var camera = camera(2.5);
        SensorRounds rounds = rounds(Runnable::run, camera, memory);
        caller.cares.set(false);

        run(rounds, seconds(60));
        assertThat(memory.reads).hasValue(4);
        assertThat(camera.reads).hasValue(24);

        caller.cares.set(true);
        run(rounds, seconds(60));
        assertThat(memory.reads).hasValue(16);
    }

    @Test
    void whatNobodyTellsIsAskedOnceAMinuteUntilItIsToldAgain() {
        var input = new ScriptedSensor<>(Input.class, seconds(10), () -> known(new Input(seconds(1))));
        var other = new ScriptedSensor<>(Input.class, seconds(10), () -> known(new Input(seconds(1))));
        var camera = camera(2.5);
        SensorRounds rounds = rounds(Runnable::run, input, other, camera);
        List.of(input, other, camera)
                .forEach(sensor -> sensor.does(() -> {
                    throw new IOException("there is no session");
                }));

        run(rounds, seconds(60));
        assertThat(input.reads).hasValue(6);
        run(rounds, seconds(600));
        assertThat(input.reads).hasValue(16);
        assertThat(other.reads).hasValue(16);
        assertThat(camera.reads).as("one can be opened at any moment").hasValue(264);

        other.does(() -> known(new Input(seconds(1))));
        run(rounds, seconds(120));
        assertThat(rounds.signals().get(Input.class).known()).isPresent();
        assertThat(other.reads.get()).as("at its own pace again").isGreaterThan(22);
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        var processor = new ScriptedSensor<>(Processor.class, seconds(5), () -> known(new Processor(0.5)));
        SensorRounds rounds = rounds(Runnable::run, processor);
        run(rounds, seconds(60));
        int before = processor.reads.get();
        clock.forward(Duration.ofHours(-3));

        run(rounds, seconds(60));

        assertThat(processor.reads.get() - before).isBetween(11, 13);
    }

    @Test
    void aNightAsleepIsOneReading() {
        var memory = memory(5);
        SensorRounds rounds = rounds(Runnable::run, memory);
        run(rounds, seconds(5));
        clock.forward(Duration.ofHours(8));

        run(rounds, seconds(5));

        assertThat(memory.reads.get()).isBetween(2, 3);
    }

    @Test
    void closesEverySensorOnceAndReadsNothingMore() {
        var memory = memory(5);
        SensorRounds rounds = rounds(Runnable::run, memory);
        run(rounds, seconds(5));

        rounds.close();
        rounds.close();
        rounds.round(clock.instant().plusSeconds(60));
        rounds.lookAgain();

        assertThat(memory.closed).hasValue(1);
        assertThat(memory.reads).hasValue(1);
    }
}
