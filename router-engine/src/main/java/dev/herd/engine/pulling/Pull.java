package dev.herd.engine.pulling;

import dev.herd.engine.api.PullProgress;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One pull that runs. Its own thread reads the server's progress; whoever watches is told. Thread-safe.
final class Pull implements Runnable {
    /// How often a pull that broke off is asked for again.
    private static final int MOST_AGAIN = 3;

    /// Each pause is that much longer than the last.
    private static final int LONGER = 4;

    private final String id;
    private final PullOrder order;
    private final PullPlan.Place place;
    private final Instant startedAt;
    private final Surroundings around;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<PullWatch> watchers = new HashSet<>();
    private final Progress progress = new Progress();
    private int attempt = 1;
    private @Nullable PullEnd end;
    private @Nullable PullEnd stopped;
    private @Nullable Thread thread;

    /// Whether it waits for its server now, and whether it was told that this is in vain.
    private boolean reading;

    private boolean silent;

    /// What a pull needs of its owner.
    ///
    /// @param pause waits for that long
    /// @param firstPause before it is asked for again
    /// @param ended is told, on the pull's thread, before those who watch
    /// @param watching counts all who watch any pull
    record Surroundings(PullSource source, Pause pause, Duration firstPause, Ended ended, AtomicInteger watching) {}

    /// Waits.
    interface Pause {
        void await(Duration length) throws InterruptedException;
    }

    /// Is told what became of a pull.
    interface Ended {
        void ended(Pull pull, PullEnd how);
    }

    Pull(String id, PullOrder order, PullPlan.Place place, Instant startedAt, Surroundings around) {
        this.id = id;
        this.order = order;
        this.place = place;
        this.startedAt = startedAt;
        this.around = around;
    }

    String id() {
        return id;
    }

    PullOrder order() {
        return order;
    }

    Node node() {
        return place.node();
    }

    UpstreamId upstream() {
        return place.upstream().id();
    }

    PullProgress progress() {
        lock.lock();
        try {
            return new PullProgress(
                    id,
                    order.model(),
                    place.node().name(),
                    progress.status(),
                    progress.total(),
                    progress.completed(),
                    attempt,
                    watchers.size(),
                    order.automatic(),
                    startedAt);
        } finally {
            lock.unlock();
        }
    }

    /// Begins to watch; to be closed.
    PullWatch watch() {
        lock.lock();
        try {
            var watch = new PullWatch(this, lock, progress.soFar());
            watchers.add(watch);
            around.watching().incrementAndGet();
            if (end != null) {
                watch.end(end);
            }
            return watch;
        } finally {
            lock.unlock();
        }
    }

    void leave(PullWatch watch) {
        lock.lock();
        try {
            if (watchers.remove(watch)) {
                around.watching().decrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends it, unless it has ended or is about to.
    void stop(PullEnd how) {
        lock.lock();
        try {
            if (stopped == null && end == null) {
                stopped = how;
                if (thread != null) {
                    thread.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Its server does not answer anything any more: what waits for it counts as broken off.
    void giveUpWaiting() {
        lock.lock();
        try {
            if (reading && thread != null) {
                silent = true;
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        PullEnd how = PullEnd.Failed.of(500, "internal error; see the log");
        try {
            begin();
            how = attempts();
        } catch (InterruptedException interrupted) {
            how = new PullEnd.Stopped("Herd is stopping");
        } finally {
            finish(how);
        }
    }

    private void begin() throws InterruptedException {
        lock.lock();
        try {
            if (stopped != null) {
                throw new InterruptedException("stopped before it began");
            }
            thread = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private PullEnd attempts() throws InterruptedException {
        Duration pause = around.firstPause();
        while (true) {
            try {
                return patiently();
            } catch (PullSource.RefusedException refused) {
                return PullEnd.Failed.of(refused.status(), refused.reason());
            } catch (PullSource.BrokenException broken) {
                if (!again()) {
                    return PullEnd.Failed.of(502, broken.reason());
                }
            }
            around.pause().await(pause);
            pause = pause.multipliedBy(LONGER);
        }
    }

    /// Counts one more attempt, if there may be one.
    private boolean again() throws InterruptedException {
        lock.lock();
        try {
            if (stopped != null) {
                throw new InterruptedException("stopped");
            }
            if (attempt > MOST_AGAIN) {
                return false;
            }
            attempt++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private PullEnd patiently() throws PullSource.RefusedException, PullSource.BrokenException, InterruptedException {
        var _ = reads(true);
        try {
            return attempt();
        } catch (InterruptedException interrupted) {
            if (!reads(false)) {
                throw interrupted;
            }
            throw new PullSource.BrokenException("the model server does not answer", interrupted);
        } finally {
            var _ = reads(false);
        }
    }

    /// @return whether it was told that it waits in vain, which it is told no more then
    private boolean reads(boolean now) {
        lock.lock();
        try {
            reading = now;
            boolean told = silent;
            silent = false;
            if (told && stopped == null) {
                var _ = Thread.interrupted();
            }
            return told && stopped == null;
        } finally {
            lock.unlock();
        }
    }

    private PullEnd attempt() throws PullSource.RefusedException, PullSource.BrokenException, InterruptedException {
        try (PullSource.Lines lines = around.source().open(upstream(), order.model(), order.insecure())) {
            for (Optional<PullLine> next = lines.next(); next.isPresent(); next = lines.next()) {
                PullLine line = next.get();
                if (line.isSuccess()) {
                    return new PullEnd.Pulled(line.text());
                }
                if (!line.error().isEmpty()) {
                    return new PullEnd.Failed(200, line.error(), line.text());
                }
                Optional<String> objection = tell(line);
                if (objection.isPresent()) {
                    String reason = order.model() + " does not fit on " + node().name() + ": it " + objection.get();
                    return PullEnd.Failed.of(503, reason);
                }
            }
        }
        throw new PullSource.BrokenException("the server ended its answer before the model was there", null);
    }

    /// @return why the model does not fit, now that its parts are known
    private Optional<String> tell(PullLine line) {
        lock.lock();
        try {
            progress.add(line);
            watchers.forEach(watch -> watch.tell(line));
            return place.room().objection(progress.total(), progress.toCome());
        } finally {
            lock.unlock();
        }
    }

    private void finish(PullEnd how) {
        PullEnd last;
        lock.lock();
        try {
            // From here on nobody interrupts.
            thread = null;
            var _ = Thread.interrupted();
            last = stopped == null || how instanceof PullEnd.Pulled ? how : stopped;
        } finally {
            lock.unlock();
        }
        try {
            around.ended().ended(this, last);
        } finally {
            end(last);
        }
    }

    private void end(PullEnd last) {
        lock.lock();
        try {
            end = last;
            watchers.forEach(watch -> watch.end(last));
        } finally {
            lock.unlock();
        }
    }
}
