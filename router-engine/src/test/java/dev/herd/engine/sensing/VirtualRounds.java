package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/// Rounds of scripted sensors under a clock that a test moves.
class VirtualRounds {
    static final Camera FILMED = new Camera(List.of(new CaptureUse("zoom", CaptureUse.Kind.CALL)));

    final FakeClock clock = new FakeClock();
    final RecordingCaller caller = new RecordingCaller();
    final Queue<Runnable> desk = new ConcurrentLinkedQueue<>();
    final List<AutoCloseable> opened = new ArrayList<>();

    static final class RecordingCaller implements SensorRounds.Caller {
        final Queue<NodeSignals> told = new ConcurrentLinkedQueue<>();
        final AtomicInteger sooner = new AtomicInteger();
        final AtomicBoolean cares = new AtomicBoolean(true);

        @Override
        public void sensed(NodeSignals signals) {
            told.add(signals);
        }

        @Override
        public void sooner() {
            sooner.incrementAndGet();
        }

        @Override
        public boolean cares() {
            return cares.get();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    SensorRounds rounds(Executor threads, Sensor<?>... sensors) {
        var rounds = new SensorRounds(List.of(sensors), threads, clock, caller);
        opened.add(rounds);
        return rounds;
    }

    ExecutorService virtualThreads() {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        opened.add(threads::shutdownNow);
        return threads;
    }

    <T extends Signal> Reading<T> known(T value) {
        return new Reading.Known<>(value, clock.instant(), "test");
    }

    ScriptedSensor<Memory> memory(double seconds) {
        return new ScriptedSensor<>(Memory.class, seconds(seconds), () -> known(new Memory(100, 40)));
    }

    ScriptedSensor<Camera> camera(double seconds) {
        return new ScriptedSensor<>(Camera.class, seconds(seconds), () -> known(Camera.IDLE));
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    static <T extends Signal> String reason(Reading<T> reading) {
        return reading instanceof Reading.Unknown<T>(String reason) ? reason : "known";
    }

    /// Runs rounds for so long of virtual time, parking as it is told.
    int run(SensorRounds rounds, Duration time) {
        Instant end = clock.instant().plus(time);
        int wakes = 0;
        while (clock.instant().isBefore(end)) {
            wakes++;
            rounds.round(clock.instant());
            runDesk();
            Duration next = rounds.untilNext(clock.instant());
            assertThat(next).as("no busy loop").isPositive();
            clock.forward(next);
        }
        return wakes;
    }

    void runDesk() {
        for (Runnable task = desk.poll(); task != null; task = desk.poll()) {
            task.run();
        }
    }

    static void awaitStubbornly(CountDownLatch latch, AtomicInteger interrupted) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException ignored) {
                interrupted.incrementAndGet();
            }
        }
    }
}
