package dev.herd.engine.trace;

import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.TraceQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps ids in memory, and fails when it is told to.
final class FakeStore implements TraceStore {
    final List<String> written = new CopyOnWriteArrayList<>();
    final List<Instant> forgottenBefore = new CopyOnWriteArrayList<>();
    final AtomicInteger appends = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final FakeTrendStore trends = new FakeTrendStore();
    volatile boolean damaged;
    volatile @Nullable CountDownLatch gate;

    @Override
    public void append(List<RequestTrace> traces) throws IOException {
        appends.incrementAndGet();
        CountDownLatch shut = gate;
        if (shut != null) {
            try {
                shut.await();
            } catch (InterruptedException stopped) {
                throw new IOException("interrupted", stopped);
            }
        }
        if (damaged) {
            throw new DamagedException("malformed", new IOException());
        }
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("disk full");
        }
        traces.forEach(trace -> written.add(trace.id()));
    }

    @Override
    public List<Row> page(TraceQuery query) {
        List<Row> rows = new ArrayList<>();
        written.forEach(id -> rows.add(new Row(rows.size(), id)));
        return rows;
    }

    @Override
    public HistoryPage history(HistoryQuery query) {
        return new HistoryPage(0, List.of());
    }

    @Override
    public Optional<Instant> oldest() {
        return Optional.empty();
    }

    @Override
    public Optional<String> find(String id) {
        return written.stream().filter(id::equals).findFirst();
    }

    @Override
    public int deleteBefore(Instant moment) {
        forgottenBefore.add(moment);
        return 0;
    }

    @Override
    public TrendStore trends() {
        return trends;
    }

    @Override
    public void close() throws IOException {
        closed.incrementAndGet();
        if (damaged) {
            throw new IOException("malformed");
        }
    }
}
