package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to what a program says, and starts it again when it has ended, once a minute at most. Thread-safe.
final class ChildListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildListener.class);
    static final Duration BETWEEN_STARTS = Duration.ofMinutes(1);

    private final Executor threads;
    private final Consumer<String> taker;
    private final Runnable ended;
    private final AtomicReference<State> state = new AtomicReference<>(new State(Optional.empty(), Instant.MIN, false));

    private record State(Optional<OwnedChild> child, Instant started, boolean closed) {}

    /// @param threads runs one task for as long as a child lives
    /// @param taker gets each line
    /// @param ended runs when a child has ended by itself
    ChildListener(Executor threads, Consumer<String> taker, Runnable ended) {
        this.threads = threads;
        this.taker = taker;
        this.ended = ended;
    }

    /// Sees to it that it runs, if it is time. For one thread at a time.
    void keep(List<String> words, Instant now) {
        State before = state.get();
        boolean soon = now.isBefore(before.started().plus(BETWEEN_STARTS)) && !now.isBefore(before.started());
        if (before.closed() || before.child().isPresent() || soon) {
            return;
        }
        Optional<OwnedChild> child = start(words);
        if (!state.compareAndSet(before, new State(child, now, false))) {
            child.ifPresent(OwnedChild::close);
            return;
        }
        child.ifPresent(this::listen);
    }

    private static Optional<OwnedChild> start(List<String> words) {
        try {
            return Optional.of(OwnedChild.start(words));
        } catch (IOException failed) {
            LOG.debug("{} cannot be started: {}", words.getFirst(), failed.getMessage());
            return Optional.empty();
        }
    }

    private void listen(OwnedChild child) {
        try {
            threads.execute(() -> {
                child.lines(taker);
                lost(child);
            });
        } catch (RejectedExecutionException ending) {
            LOG.debug("nobody listens any more: {}", ending.getMessage());
            close();
        }
    }

    private void lost(OwnedChild child) {
        State before = state.getAndUpdate(now -> now.child().equals(Optional.of(child))
                ? new State(Optional.empty(), now.started(), now.closed())
                : now);
        child.close();
        if (!before.closed()) {
            ended.run();
        }
    }

    /// Since when it runs; empty while it does not.
    Optional<Instant> since() {
        State now = state.get();
        return now.child().map(_ -> now.started());
    }

    @Override
    public void close() {
        State before = state.getAndUpdate(now -> new State(now.child(), now.started(), true));
        before.child().ifPresent(OwnedChild::close);
    }
}
