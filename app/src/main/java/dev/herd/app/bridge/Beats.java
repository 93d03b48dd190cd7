package dev.herd.app.bridge;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Beats quickly while a window is shown, and slowly while the tray is all there is: each beat wakes a processor.
/// Lives on the timer's one thread.
final class Beats {
    static final int QUICK_MILLIS = 250;
    static final int SLOW_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Beats.class);

    private final ScheduledExecutorService timer;
    private final BooleanSupplier quick;
    private final IntConsumer beat;
    private @Nullable ScheduledFuture<?> next;

    /// @param timer has one thread
    /// @param beat is told how many milliseconds it was planned behind the last one; is never to throw
    Beats(ScheduledExecutorService timer, BooleanSupplier quick, IntConsumer beat) {
        this.timer = timer;
        this.quick = quick;
        this.beat = beat;
    }

    /// Beats at once, and again and again from then on. From any thread.
    void now() {
        try {
            timer.execute(() -> {
                ScheduledFuture<?> pending = next;
                if (pending != null) {
                    pending.cancel(false);
                }
                go(0);
            });
        } catch (RejectedExecutionException ending) {
            LOG.debug("no more beats: the app ends");
        }
    }

    private void go(int behind) {
        beat.accept(behind);
        int millis = quick.getAsBoolean() ? QUICK_MILLIS : SLOW_MILLIS;
        try {
            next = timer.schedule(() -> go(millis), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            LOG.debug("no more beats: the app ends");
        }
    }
}
