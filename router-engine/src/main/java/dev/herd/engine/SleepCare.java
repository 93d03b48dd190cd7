package dev.herd.engine;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.presence.AwakeRule;
import dev.herd.engine.sensing.LateTimer;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.signal.NodeSignals;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this machine awake while it serves, and gives its work back before it sleeps. The system tells of sleep on
/// threads of its own; all else is for one thread.
final class SleepCare implements AutoCloseable, Sleep.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(SleepCare.class);

    /// The system waits for 5 s at most.
    private static final Duration GIVEN_BACK = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(20);

    /// Where staying awake cannot be had it is tried again so much later.
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private static final String REASON = "Herd serves a request";

    private final Sleep sleep;
    private final Around around;
    private final AwakeRule rule = new AwakeRule();
    private Sleep.@Nullable Hold hold;
    private Instant nextTry = Instant.MIN;

    /// @param running requests on this machine now
    /// @param sleeps is told that the machine is about to sleep, or is awake again
    record Around(IntSupplier running, Consumer<Boolean> sleeps, Supplier<PersonConfig> config) {}

    SleepCare(Sleep sleep, Around around) {
        this.sleep = sleep;
        this.around = around;
    }

    /// Hears of sleep from now on, where the system tells.
    void begin() {
        try {
            sleep.watch(this);
        } catch (IOException untold) {
            LOG.info("sleep is noticed afterwards only: {}", untold.getMessage());
        }
    }

    /// A timer fired.
    ///
    /// @param due when it was to
    void fired(Instant due, Instant now) {
        LateTimer.slept(due, now).ifPresent(length -> {
            LOG.info("this machine slept for about {} s", length.toSeconds());
            around.sleeps().accept(false);
        });
    }

    /// Keeps it awake, or does not any more. To be called every few seconds.
    void look(Instant now, NodeSignals signals) {
        AwakeRule.Verdict verdict = rule.on(
                now, around.running().getAsInt(), signals, around.config().get().keepAwake());
        if (!verdict.keepAwake()) {
            release();
        } else if (hold == null && !now.isBefore(nextTry)) {
            try {
                hold = sleep.stayAwake(REASON);
            } catch (IOException refused) {
                nextTry = now.plus(AGAIN);
                LOG.info("this machine may fall asleep while it serves: {}", refused.getMessage());
            }
        }
    }

    private void release() {
        Sleep.Hold held = hold;
        hold = null;
        if (held != null) {
            held.close();
        }
    }

    @Override
    public void fallsAsleep() {
        around.sleeps().accept(true);
        long end = System.nanoTime() + GIVEN_BACK.toNanos();
        while (around.running().getAsInt() > 0
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void wokeUp() {
        around.sleeps().accept(false);
    }

    @Override
    public void close() {
        release();
        sleep.close();
    }
}
