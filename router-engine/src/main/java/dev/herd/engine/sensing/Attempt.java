package dev.herd.engine.sensing;

import dev.herd.engine.signal.Signal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One reading of one sensor that was begun. Belongs to its channel's lock.
final class Attempt<T extends Signal> {
    private final Candidate<T> candidate;
    private final long startedNanos = System.nanoTime();
    private Instant started;
    private @Nullable Thread thread;
    private boolean givenUp;

    Attempt(Candidate<T> candidate, Instant started) {
        this.candidate = candidate;
        this.started = started;
    }

    Candidate<T> candidate() {
        return candidate;
    }

    long nanos() {
        return System.nanoTime() - startedNanos;
    }

    /// A clock that was set back does not lengthen anybody's patience.
    Instant started(Instant now) {
        if (now.isBefore(started)) {
            started = now;
        }
        return started;
    }

    void runsOn(Thread reader) {
        thread = reader;
        if (givenUp) {
            reader.interrupt();
        }
    }

    /// To be called on that thread, which may have other work afterwards.
    void leavesThread() {
        thread = null;
        if (givenUp) {
            Thread.interrupted();
        }
    }

    boolean isGivenUp() {
        return givenUp;
    }

    void giveUp() {
        givenUp = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
