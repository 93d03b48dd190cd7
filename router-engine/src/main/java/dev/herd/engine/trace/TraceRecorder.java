package dev.herd.engine.trace;

import dev.herd.engine.api.RequestTrace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes ended traces behind the requests' backs, in batches, on one thread. Recording never blocks: when the store
/// cannot keep up, the oldest unwritten trace is given up and counted.
public final class TraceRecorder implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceRecorder.class);
    private static final int MOST_UNWRITTEN = 10_000;
    private static final int BATCH = 256;
    private static final Duration LONGEST_UNWRITTEN = Duration.ofMillis(200);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final int TRIES = 3;

    /// Opens the store on the writing thread, since drivers take their time to load.
    public interface Opener {
        TraceStore open() throws IOException;
    }

    private final Opener opener;
    private final Duration retention;
    private final InstantSource clock;
    private final BlockingQueue<RequestTrace> queue = new ArrayBlockingQueue<>(MOST_UNWRITTEN);
    private final Map<String, RequestTrace> unwritten = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<TraceStore> store = Optional.empty();
    private volatile boolean closing;
    private volatile Optional<Instant> oldest = Optional.empty();

    public TraceRecorder(Opener opener, Duration retention, InstantSource clock) {
        this.opener = opener;
        this.retention = retention;
        this.clock = clock;
    }

    /// Takes a trace to be written soon; it can be found at once.
    public void record(RequestTrace trace) {
        unwritten.put(trace.id(), trace);
        while (!queue.offer(trace)) {
            RequestTrace oldest = queue.poll();
            if (oldest != null) {
                forget(List.of(oldest));
                dropped.incrementAndGet();
            }
        }
    }

    /// A trace that has ended and is not written yet.
    public Optional<RequestTrace> unwritten(String id) {
        return Optional.ofNullable(unwritten.get(id));
    }

    /// The store, once it is open.
    public Optional<TraceStore> store() {
        return store;
    }

    /// When the oldest kept request arrived, as of the last minutes; empty when none is kept.
    public Optional<Instant> oldest() {
        return oldest;
    }

    /// The store, waiting for it to be opened for that long at most; empty when it could not be opened.
    public Optional<TraceStore> awaitStore(Duration patience) throws InterruptedException {
        var _ = opened.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        return store;
    }

    /// Traces given up because they could not be written.
    public long dropped() {
        return dropped.get();
    }

    /// Writes until [#close]. The one writing thread.
    @Override
    public void run() {
        try (TraceStore ready = opener.open()) {
            store = Optional.of(ready);
            opened.countDown();
            writeAll(ready);
        } catch (IOException broken) {
            LOG.error("the history is not available: {}", broken.getMessage());
        } catch (InterruptedException stopped) {
            LOG.debug("the history was stopped");
        } finally {
            store = Optional.empty();
            opened.countDown();
            over.countDown();
        }
    }

    private void writeAll(TraceStore opened) throws InterruptedException {
        Instant sweep = Instant.MIN;
        while (!closing || !queue.isEmpty()) {
            List<RequestTrace> batch = nextBatch();
            if (!batch.isEmpty()) {
                write(opened, batch);
            }
            Instant now = clock.instant();
            boolean due = now.isAfter(sweep);
            if (due) {
                sweep = now.plus(BETWEEN_SWEEPS);
                forgetOld(opened, now.minus(retention));
            }
            if (due || (oldest.isEmpty() && !batch.isEmpty())) {
                lookForOldest(opened);
            }
        }
    }

    private List<RequestTrace> nextBatch() throws InterruptedException {
        List<RequestTrace> batch = new ArrayList<>();
        RequestTrace first = queue.poll(LONGEST_UNWRITTEN.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    private void write(TraceStore opened, List<RequestTrace> batch) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                opened.append(batch);
                forget(batch);
                return;
            } catch (IOException failed) {
                LOG.warn("try {} of {} to write {} traces: {}", attempt, TRIES, batch.size(), failed.getMessage());
            }
        }
        dropped.addAndGet(batch.size());
        forget(batch);
    }

    private void forget(List<RequestTrace> traces) {
        traces.forEach(trace -> unwritten.remove(trace.id()));
        lock.lock();
        try {
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything recorded so far is in the store, or that time is over.
    public void awaitWritten(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!unwritten.isEmpty() && left > 0) {
                left = written.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookForOldest(TraceStore opened) {
        try {
            oldest = opened.oldest();
        } catch (IOException failed) {
            LOG.warn("the start of the history is not known: {}", failed.getMessage());
        }
    }

    private static void forgetOld(TraceStore opened, Instant before) {
        try {
            int count = opened.deleteBefore(before);
            LOG.debug("{} old traces forgotten", count);
        } catch (IOException failed) {
            LOG.warn("old traces stay for now: {}", failed.getMessage());
        }
    }

    /// Writes what is left and ends, within two seconds.
    public void close() throws InterruptedException {
        closing = true;
        if (!over.await(2, TimeUnit.SECONDS)) {
            LOG.warn("{} traces could not be written before the end", queue.size());
        }
    }
}
