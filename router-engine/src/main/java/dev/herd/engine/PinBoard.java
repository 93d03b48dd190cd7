package dev.herd.engine;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.PinStatus.Phase;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.trace.Findings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the pins stand, for those who ask and those who wait, and a finding where one keeps failing. Thread-safe.
final class PinBoard {
    static final String FINDING = "pin_failing";

    /// One failure may be a server that is being started again.
    private static final int FAILURES_TO_TELL = 3;

    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Effect.Pins current = new Effect.Pins(0, List.of());

    PinBoard(Findings findings) {
        this.findings = findings;
    }

    /// Takes a newer state; an older one that comes late is no news.
    void stand(Effect.Pins pins) {
        lock.lock();
        try {
            if (pins.version() <= current.version()) {
                return;
            }
            current = pins;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tell();
    }

    /// Says what is the case now, whoever of several calls comes last.
    private void tell() {
        String message = pins().stream()
                .filter(PinBoard::keepsFailing)
                .map(PinBoard::sentence)
                .collect(Collectors.joining("; "));
        if (message.isEmpty()) {
            findings.clear(FINDING);
        } else {
            findings.raise(FINDING, message);
        }
    }

    private static boolean keepsFailing(PinStatus status) {
        return status.phase() == Phase.FAILING && (status.place() == null || status.failures() >= FAILURES_TO_TELL);
    }

    private static String sentence(PinStatus status) {
        PinStatus.Place place = status.place();
        String where = place == null ? "" : " on " + place.nodeName();
        String again = place == null ? "" : " (" + status.failures() + " times in a row)";
        return status.pin().model() + " is pinned and cannot be loaded" + where + ": " + status.reason() + again;
    }

    List<PinStatus> pins() {
        return current.pins();
    }

    /// Whether a pin keeps the holder's model there.
    boolean keeps(Holder holder) {
        for (PinStatus status : current.pins()) {
            if (status.keeps(holder)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    PinStatus find(Pin pin) {
        return pins().stream()
                .filter(status -> status.pin().equals(pin))
                .findFirst()
                .orElse(null);
    }

    /// Waits until it is loaded, fails or is gone.
    @Nullable
    PinStatus await(Pin pin, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            PinStatus status = find(pin);
            while (status != null && status.phase() != Phase.LOADED && status.phase() != Phase.FAILING && left > 0) {
                left = changed.awaitNanos(left);
                status = find(pin);
            }
            return status;
        } finally {
            lock.unlock();
        }
    }
}
