package dev.herd.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeatsTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean shown = new AtomicBoolean();
    private final LinkedBlockingQueue<Integer> beaten = new LinkedBlockingQueue<>();
    private final Beats beats = new Beats(timer, shown::get, beaten::add);

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    private List<Integer> next(int count) throws InterruptedException {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Integer one = beaten.poll(10, TimeUnit.SECONDS);
            assertThat(one).as("a beat").isNotNull();
            found.add(one);
        }
        return found;
    }

    @Test
    void beatsAtOnceAndThenSlowlyWhileNothingIsShown() throws InterruptedException {
        beats.now();

        assertThat(next(2)).containsExactly(0, Beats.SLOW_MILLIS);
    }

    @Test
    void isQuickAtOnceWhenAWindowIsShown() throws InterruptedException {
        beats.now();
        assertThat(next(1)).containsExactly(0);
        shown.set(true);
        beats.now();

        assertThat(next(3)).containsExactly(0, Beats.QUICK_MILLIS, Beats.QUICK_MILLIS);
    }

    @Test
    void endsWithItsTimer() throws InterruptedException {
        beats.now();
        assertThat(next(1)).hasSize(1);
        timer.shutdownNow();
        beats.now();

        assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(beaten).isEmpty();
    }
}
