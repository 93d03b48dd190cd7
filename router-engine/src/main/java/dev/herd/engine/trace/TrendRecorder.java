package dev.herd.engine.trace;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps how every machine is over time. Points are taken once per ten seconds and written by [TraceRecorder]'s thread
/// once a minute at most, so that a resting machine's disk sleeps; queries see both. Thread-safe.
public final class TrendRecorder {
    /// Points are given up.
    public static final String NOT_WRITTEN = "trends_not_written";

    private static final Logger LOG = LoggerFactory.getLogger(TrendRecorder.class);
    static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

    /// An hour of rounds, for a store that cannot be written for a while.
    static final int MOST_ROUNDS = 360;

    private static final Duration PUT_RIGHT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<List<TrendPoint>> unwritten = new ArrayDeque<>();
    private final TrendEvents events = new TrendEvents();
    private long lastStep = Long.MIN_VALUE / 2;

    /// Held while points go from memory to the store, and while a query looks at both: each is then seen once.
    private final ReentrantLock moving = new ReentrantLock();

    private volatile Optional<TrendStore> store = Optional.empty();

    /// Touched by the writing thread only.
    private Instant nextWrite = Instant.MIN;

    public TrendRecorder(InstantSource clock, Findings findings) {
        this.clock = clock;
        this.findings = findings;
    }

    /// Whether the step that now is in has no points yet.
    public boolean isDue(Instant now) {
        lock.lock();
        try {
            return isNew(TrendStep.POINT.startOf(now.getEpochSecond()));
        } finally {
            lock.unlock();
        }
    }

    /// A clock that is put right by a little shows no second twice; one that was far ahead is followed back.
    private boolean isNew(long step) {
        return step > lastStep || step < lastStep - PUT_RIGHT.toSeconds();
    }

    /// Takes the points of one moment, which count for the step that it lies in.
    ///
    /// @param points one of each machine
    public void take(Instant now, List<TrendPoint> points) {
        long step = TrendStep.POINT.startOf(now.getEpochSecond());
        Instant at = Instant.ofEpochSecond(step);
        List<TrendPoint> aligned = points.stream()
                .map(point -> new TrendPoint(point.node(), point.name(), at, point.values()))
                .toList();
        lock.lock();
        try {
            if (!isNew(step)) {
                return;
            }
            lastStep = step;
            if (aligned.isEmpty()) {
                return;
            }
            unwritten.addLast(aligned);
            while (unwritten.size() > MOST_ROUNDS) {
                unwritten.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Something goes on with a machine, since now if it did not before.
    ///
    /// @param detail why, for people
    public void goesOn(NodeId node, String name, TrendEvent.Kind kind, String detail) {
        Instant now = clock.instant();
        lock.lock();
        try {
            events.goesOn(node, name, kind, detail, now);
        } finally {
            lock.unlock();
        }
    }

    /// That does not go on with a machine, or nobody knows any more.
    public void isOver(NodeId node, TrendEvent.Kind kind) {
        Instant now = clock.instant();
        lock.lock();
        try {
            events.isOver(node, kind, now);
        } finally {
            lock.unlock();
        }
    }

    /// Ends what goes on with machines that have left the fleet.
    public void retain(Set<NodeId> nodes) {
        Instant now = clock.instant();
        lock.lock();
        try {
            events.retain(nodes, now);
        } finally {
            lock.unlock();
        }
    }

    /// Answers a query. Reads from disk.
    ///
    /// @throws IOException when there is no history, or it cannot be read
    public Trends query(TrendQuery query) throws IOException {
        TrendPlan plan = TrendPlan.of(query, clock.instant());
        Instant from = Instant.ofEpochSecond(plan.start());
        Instant to = Instant.ofEpochSecond(plan.end());
        moving.lock();
        try {
            TrendStore there = store.orElseThrow(() -> new IOException("the history is not available"));
            Map<NodeId, String> names = new HashMap<>(there.names());
            List<List<TrendPoint>> rounds = rounds();
            rounds.forEach(round -> round.forEach(point -> names.put(point.node(), point.name())));
            Predicate<NodeId> wanted = node -> isWanted(query, node, names);
            var buckets = new TrendBuckets(plan, wanted);
            there.read(plan.source(), plan.start(), plan.end(), buckets);
            rounds.forEach(round -> round.forEach(buckets::add));
            List<TrendEvent> all = events(there.events(from, to), from, to).stream()
                    .filter(event -> wanted.test(event.node()))
                    .toList();
            Instant since = there.oldest().or(() -> oldest(rounds)).orElse(null);
            return new Trends(from, Duration.ofSeconds(plan.step()), plan.count(), since, buckets.nodes(names), all);
        } finally {
            moving.unlock();
        }
    }

    private static boolean isWanted(TrendQuery query, NodeId node, Map<NodeId, String> names) {
        return query.nodes().isEmpty()
                || query.nodes().contains(node.value())
                || query.nodes().stream().anyMatch(word -> word.equalsIgnoreCase(names.get(node)));
    }

    private static Optional<Instant> oldest(List<List<TrendPoint>> rounds) {
        return rounds.stream().flatMap(List::stream).map(TrendPoint::at).findFirst();
    }

    private List<List<TrendPoint>> rounds() {
        lock.lock();
        try {
            return List.copyOf(unwritten);
        } finally {
            lock.unlock();
        }
    }

    private List<TrendEvent> events(List<TrendEvent> stored, Instant from, Instant to) {
        lock.lock();
        try {
            return events.over(stored, from, to);
        } finally {
            lock.unlock();
        }
    }

    /// A store is open. By the writing thread.
    void opened(TrendStore opened) throws IOException {
        opened.endEvents(clock.instant());
        lock.lock();
        try {
            events.opened();
        } finally {
            lock.unlock();
        }
        store = Optional.of(opened);
    }

    /// The store is closed. By the writing thread.
    void closed() {
        moving.lock();
        try {
            store = Optional.empty();
        } finally {
            moving.unlock();
        }
    }

    /// Writes what there is when a minute has passed since the last time. By the writing thread.
    void writeWhenDue(TrendStore opened) throws TraceStore.DamagedException {
        if (untilWrite().isZero()) {
            nextWrite = clock.instant().plus(BETWEEN_WRITES);
            write(opened);
        }
    }

    /// How long until the next writing is due, at most a minute. By the writing thread.
    Duration untilWrite() {
        Instant now = clock.instant();
        if (!now.isBefore(nextWrite) || nextWrite.isAfter(now.plus(BETWEEN_WRITES))) {
            return Duration.ZERO;
        }
        return Duration.between(now, nextWrite);
    }

    /// Writes what there is. By the writing thread.
    void write(TrendStore opened) throws TraceStore.DamagedException {
        moving.lock();
        try {
            List<List<TrendPoint>> rounds = rounds();
            List<TrendEvent> changed = changed();
            if (rounds.isEmpty() && changed.isEmpty()) {
                return;
            }
            opened.append(rounds.stream().flatMap(List::stream).toList(), changed);
            written(rounds, changed);
            findings.clear(NOT_WRITTEN);
        } catch (TraceStore.DamagedException damaged) {
            throw damaged;
        } catch (IOException failed) {
            LOG.warn("trends are written later: {}", failed.getMessage());
            findings.raise(NOT_WRITTEN, "trends cannot be written: " + failed.getMessage());
        } finally {
            moving.unlock();
        }
    }

    private List<TrendEvent> changed() {
        lock.lock();
        try {
            return events.unwritten();
        } finally {
            lock.unlock();
        }
    }

    private void written(List<List<TrendPoint>> rounds, List<TrendEvent> changed) {
        lock.lock();
        try {
            // The oldest may have been given up meanwhile.
            rounds.forEach(unwritten::remove);
            events.written(changed);
        } finally {
            lock.unlock();
        }
    }
}
