package dev.herd.app.bridge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One engine at a time, from a source of them. What is asked of it happens in turn, each on a worker.
public final class EngineLife implements EngineHost {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLife.class);

    private final EngineSource source;
    private final Executor workers;
    private final List<Consumer<EnginePhase>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private CompletableFuture<Void> turns = CompletableFuture.completedFuture(null);
    private @Nullable Thread waiter;
    private Duration shortest = StopMode.WHEN_IDLE.patience();

    // Touched in turn alone.
    private EnginePhase phase = new EnginePhase.Starting();
    private EngineSource.@Nullable Started engine;

    /// @param workers takes tasks that wait
    public EngineLife(EngineSource source, Executor workers) {
        this.source = source;
        this.workers = workers;
    }

    @Override
    public void onPhase(Consumer<EnginePhase> listener) {
        inTurn(() -> {
            listeners.add(listener);
            listener.accept(phase);
        });
    }

    @Override
    public void start(StartMode mode) {
        lock.lock();
        try {
            // The hurry was about the engine before.
            shortest = StopMode.WHEN_IDLE.patience();
            inTurn(() -> startNow(mode));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop(StopMode mode) {
        lock.lock();
        try {
            // First, or the turn that is meant to follow could be the one that is hurried.
            hurry(mode.patience());
            inTurn(() -> stopNow(mode));
        } finally {
            lock.unlock();
        }
    }

    private void inTurn(Runnable task) {
        lock.lock();
        try {
            turns = turns.handleAsync(
                    (_, failed) -> {
                        if (failed != null) {
                            LOG.error("the engine's life took an unexpected turn", failed);
                        }
                        task.run();
                        return null;
                    },
                    workers);
        } finally {
            lock.unlock();
        }
    }

    private void startNow(StartMode mode) {
        enter(new EnginePhase.Starting());
        try {
            end(Duration.ZERO);
            EngineSource.Started started = source.start(mode);
            engine = started;
            enter(new EnginePhase.Running(started.door()));
        } catch (EngineSource.CannotStartException failed) {
            LOG.error("no engine: {}", failed.getMessage());
            enter(failed.failed());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            // A part that is missing or cannot be loaded is an error too, and the person is to hear of it.
            LOG.error("no engine, by a defect", defect);
            enter(new EnginePhase.Failed(
                    "Herd cannot start",
                    "Something went wrong that should not; the log has the details.",
                    List.of(StartMode.AS_ASKED)));
        }
    }

    private void stopNow(StopMode mode) {
        if (engine != null) {
            enter(new EnginePhase.Stopping());
        }
        try {
            endWithin(mode.patience());
        } catch (InterruptedException hurried) {
            // Whoever was in a hurry has the next turn.
            return;
        }
        enter(new EnginePhase.Stopped());
    }

    private void endWithin(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            if (shortest.compareTo(patience) < 0) {
                throw new InterruptedException("somebody is in a hurry");
            }
            waiter = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            end(patience);
        } finally {
            stopWaiting();
        }
    }

    private void stopWaiting() {
        lock.lock();
        try {
            waiter = null;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the wait of those who have more patience; once there is no engine, nobody waits.
    private void hurry(Duration patience) {
        lock.lock();
        try {
            if (patience.compareTo(shortest) < 0) {
                shortest = patience;
                if (waiter != null) {
                    waiter.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Duration patience) throws InterruptedException {
        EngineSource.Started ending = engine;
        if (ending != null) {
            ending.stop(patience);
            engine = null;
        }
    }

    private void enter(EnginePhase next) {
        phase = next;
        listeners.forEach(listener -> listener.accept(next));
    }
}
