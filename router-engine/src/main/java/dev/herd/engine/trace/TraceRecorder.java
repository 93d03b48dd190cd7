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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes ended traces behind the requests' backs, in batches, on one thread. Recording never blocks: when the store
/// cannot keep up, the oldest unwritten trace is given up and counted. A store that cannot be opened is tried again and
/// again; what goes wrong is a finding until it goes right.
public final class TraceRecorder implements Runnable {
    /// The store cannot be opened.
    public static final String UNAVAILABLE = "history_unavailable";

    /// Traces are given up.
    public static final String NOT_WRITTEN = "traces_not_written";

    private static final Logger LOG = LoggerFactory.getLogger(TraceRecorder.class);
    static final int MOST_UNWRITTEN = 4_000;
    private static final int BATCH = 512;

    /// How long the first of a batch waits for more: a commit costs as much as a dozen traces, and waking the thread
    /// for each of them as much as writing it.
    private static final Duration GATHERING = Duration.ofMillis(50);

    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final Duration UNTIL_NEXT_OPENING = Duration.ofSeconds(10);
    static final int TRIES = 3;

    /// Opens the store on the writing thread, since drivers take their time to load.
    public interface Opener {
        TraceStore open() throws IOException;
    }

    private final Opener opener;
    private final Patience patience;
    private final InstantSource clock;
    private final Findings findings;
    private final TrendRecorder trends;
    private final BlockingQueue<RequestTrace> queue = new ArrayBlockingQueue<>(MOST_UNWRITTEN);
    private final Map<String, RequestTrace> unwritten = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final AtomicLong dropped = new AtomicLong();
    private final Semaphore hurry = new Semaphore(0);
    private final Semaphore news = new Semaphore(0);
    private final CountDownLatch firstOpening = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<TraceStore> store = Optional.empty();
    private volatile Optional<Instant> oldest = Optional.empty();
    private volatile boolean started;

    /// What is written next. Touched by the writing thread only; it outlives a store that has to be opened anew.
    private List<RequestTrace> batch = List.of();

    /// @param retention how long a trace is kept
    public TraceRecorder(Opener opener, Duration retention, InstantSource clock, Findings findings) {
        this(opener, new Patience(retention, UNTIL_NEXT_OPENING, GATHERING), clock, findings);
    }

    TraceRecorder(Opener opener, Patience patience, InstantSource clock, Findings findings) {
        this.opener = opener;
        this.patience = patience;
        this.clock = clock;
        this.findings = findings;
        trends = new TrendRecorder(clock, findings);
    }

    /// @param retention how long a trace is kept
    /// @param untilNextOpening how long a store that cannot be opened is left alone
    /// @param gathering how long a trace waits for others to be written with, while nobody waits for it
    record Patience(Duration retention, Duration untilNextOpening, Duration gathering) {}

    /// What is kept of machines over time, written by the same thread to the same store.
    public TrendRecorder trends() {
        return trends;
    }

    /// Takes a trace to be written soon; it can be found at once.
    public void record(RequestTrace trace) {
        unwritten.put(trace.id(), trace);
        while (!queue.offer(trace)) {
            RequestTrace oldest = queue.poll();
            if (oldest != null) {
                dropped.incrementAndGet();
                forget(List.of(oldest));
            }
        }
        news.release();
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
    public Optional<TraceStore> awaitStore(Duration longest) throws InterruptedException {
        var _ = firstOpening.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        return store;
    }

    /// Traces given up because they could not be written.
    public long dropped() {
        return dropped.get();
    }

    /// Writes until [#close]. The one writing thread.
    @Override
    public void run() {
        started = true;
        try {
            while (!isClosing() || !batch.isEmpty()) {
                openAndWrite();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("the history was stopped");
        } finally {
            firstOpening.countDown();
            over.countDown();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void openAndWrite() throws InterruptedException {
        try (TraceStore opened = opener.open()) {
            trends.opened(opened.trends());
            store = Optional.of(opened);
            firstOpening.countDown();
            findings.clear(UNAVAILABLE);
            writeAll(opened);
        } catch (TraceStore.DamagedException damaged) {
            LOG.error("the history is opened anew: {}", damaged.getMessage());
            var _ = closing.await(patience.untilNextOpening().toMillis() / 10, TimeUnit.MILLISECONDS);
        } catch (IOException broken) {
            String reason = "the history is not available: " + broken.getMessage();
            LOG.error(reason);
            findings.raise(UNAVAILABLE, reason);
            firstOpening.countDown();
            if (closing.await(patience.untilNextOpening().toMillis(), TimeUnit.MILLISECONDS)) {
                batch = List.of();
            }
        } finally {
            store = Optional.empty();
            trends.closed();
        }
    }

    private void writeAll(TraceStore opened) throws TraceStore.DamagedException, InterruptedException {
        Instant sweep = Instant.MIN;
        while (!isClosing() || !queue.isEmpty() || !batch.isEmpty()) {
            boolean wrote = !batch.isEmpty();
            if (wrote) {
                write(opened);
                batch = List.of();
            }
            trends.writeWhenDue(opened.trends());
            Instant now = clock.instant();
            boolean due = now.isAfter(sweep);
            if (due) {
                sweep = now.plus(BETWEEN_SWEEPS);
                forgetOld(opened, now);
            }
            if (due || (oldest.isEmpty() && wrote)) {
                lookForOldest(opened);
            }
            batch = nextBatch();
        }
        trends.write(opened.trends());
    }

    private List<RequestTrace> nextBatch() throws InterruptedException {
        List<RequestTrace> next = new ArrayList<>();
        if (queue.isEmpty() && !isClosing()) {
            var _ = news.tryAcquire(trends.untilWrite().toNanos() + 1, TimeUnit.NANOSECONDS);
        }
        // What comes after this has news of its own; that it closes is asked for above.
        news.drainPermits();
        RequestTrace first = queue.poll();
        if (first != null) {
            if (queue.size() < BATCH) {
                var _ = hurry.tryAcquire(patience.gathering().toNanos(), TimeUnit.NANOSECONDS);
                hurry.drainPermits();
            }
            next.add(first);
            queue.drainTo(next, BATCH - 1);
        }
        return next;
    }

    private void write(TraceStore opened) throws TraceStore.DamagedException {
        String reason = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                opened.append(batch);
                forget(batch);
                findings.clear(NOT_WRITTEN);
                return;
            } catch (TraceStore.DamagedException damaged) {
                throw damaged;
            } catch (IOException failed) {
                reason = String.valueOf(failed.getMessage());
                LOG.warn("try {} of {} to write {} traces: {}", attempt, TRIES, batch.size(), reason);
            }
        }
        dropped.addAndGet(batch.size());
        forget(batch);
        findings.raise(NOT_WRITTEN, "requests are missing in the history: " + reason);
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
        hurry.release();
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

    private void forgetOld(TraceStore opened, Instant now) {
        try {
            int count = opened.deleteBefore(now.minus(patience.retention()));
            LOG.debug("{} old traces forgotten", count);
            opened.trends().forget(now);
        } catch (IOException failed) {
            LOG.warn("what is old stays for now: {}", failed.getMessage());
        }
    }

    /// Writes what is left and ends, within two seconds.
    public void close() throws InterruptedException {
        closing.countDown();
        hurry.release();
        news.release();
        if (started && !over.await(2, TimeUnit.SECONDS)) {
            LOG.warn("{} traces could not be written before the end", queue.size());
        }
    }
}
