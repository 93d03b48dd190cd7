package dev.herd.engine.gateway;

import dev.herd.engine.fleet.Allowance;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How a running request is stopped from outside: the first reason is kept, and the request's thread is
/// interrupted, which ends whatever it waits for. Thread-safe.
///
/// Five reasons end an attempt, which the request may survive: two are an upstream's, one a more urgent
/// request's, one that of a machine's person, one another copy's of the same request. All others end the request, and
/// take the place of those.
final class Abort {
    /// Why a request is stopped.
    enum Reason {
        CLIENT_GONE,
        CANCELLED_BY_OPERATOR,
        /// No first byte within `X-Herd-Deadline`.
        DEADLINE,
        /// The upstream stopped answering its inventory while this request waited for it.
        UPSTREAM_SILENT,
        /// A begun stream gave nothing for too long.
        STALLED,
        /// A more urgent request needs the machine; this one begins anew later.
        MAKES_WAY,
        /// The machine's person needs it; this one begins anew elsewhere.
        STEPS_BACK,
        /// The same, when its client has seen a part of the answer.
        OWNER_PREEMPTED,
        /// Another copy of the request answers.
        OVERTAKEN,
        /// Another part of the request has failed, and with it the whole.
        OTHER_PART_FAILED,
        STOPPING;

        /// Whether nothing went wrong: the attempt leaves its place to somebody else.
        boolean givesWay() {
            return this == MAKES_WAY || this == STEPS_BACK || this == OVERTAKEN;
        }

        boolean isAttempts() {
            return this == UPSTREAM_SILENT || this == STALLED || givesWay();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Reason reason;
    private @Nullable Thread thread;
    private boolean begun;

    /// Binds the request's thread; a reason that came before interrupts it at once.
    void bind(Thread running) {
        lock.lock();
        try {
            thread = running;
            if (reason != null) {
                running.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the thread and what was told it: nothing is interrupted any more. To be called by the thread
    /// itself.
    void unbind() {
        lock.lock();
        try {
            thread = null;
            var _ = Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    /// Stops the request, unless it was stopped already, or its answer has begun and the reason is one that
    /// only what has not begun is stopped for.
    void stop(Reason why) {
        lock.lock();
        try {
            boolean late = begun && (why == Reason.DEADLINE || why == Reason.MAKES_WAY || why == Reason.STEPS_BACK);
            boolean first = reason == null || (reason.isAttempts() && !why.isAttempts());
            if (late || !first) {
                return;
            }
            reason = why;
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets a machine's person have it: an answer that has not begun is given up there, one that has begun ends,
    /// unless it may go on.
    ///
    /// @param secondsLeft that it is expected to need still
    /// @return whether it has begun and goes on, for as long as it may
    boolean stepBack(double secondsLeft, Allowance.GoesOn goesOn) {
        lock.lock();
        try {
            if (begun && secondsLeft > goesOn.begunSeconds()) {
                stop(Reason.OWNER_PREEMPTED);
            } else if (!begun && secondsLeft > goesOn.unbegunSeconds()) {
                stop(Reason.STEPS_BACK);
            }
            return begun && reason == null;
        } finally {
            lock.unlock();
        }
    }

    /// Lets another copy of the request answer in the place of this one, whose answer has not begun.
    ///
    /// @return false when it has begun, or the request is being stopped
    boolean overtake() {
        lock.lock();
        try {
            if (begun || reason != null) {
                return false;
            }
            reason = Reason.OVERTAKEN;
            if (thread != null) {
                thread.interrupt();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Does something that no stop may come between.
    ///
    /// @param action of a few instructions; it may stop the request itself
    void exclusively(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /// The answer is about to begin, so that its deadline is met.
    ///
    /// @throws InterruptedException when the request was stopped already and must not begin
    void begin() throws InterruptedException {
        lock.lock();
        try {
            if (reason != null) {
                throw new InterruptedException("stopped");
            }
            begun = true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes back an attempt's reason, which the request survives. To be called by the request's thread when
    /// it waits for that attempt's upstream no more.
    ///
    /// @return the reason taken back, null when there was none of that kind
    @Nullable
    Reason survive() {
        lock.lock();
        try {
            Reason survived = reason;
            if (survived == null || !survived.isAttempts()) {
                return null;
            }
            reason = null;
            var _ = Thread.interrupted();
            return survived;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Reason reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }
}
