package dev.herd.engine.trace;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.fleet.NodeId;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps points and events in memory, rolls nothing up, and fails when it is told to.
final class FakeTrendStore implements TrendStore {
    final List<TrendPoint> points = new CopyOnWriteArrayList<>();
    final Map<List<Object>, TrendEvent> events = new LinkedHashMap<>();
    final AtomicInteger appends = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final List<Instant> forgotten = new CopyOnWriteArrayList<>();

    @Override
    public void append(List<TrendPoint> more, List<TrendEvent> changed) throws IOException {
        appends.incrementAndGet();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("disk full");
        }
        points.addAll(more);
        changed.forEach(event -> events.put(List.of(event.node(), event.kind(), event.start()), event));
    }

    @Override
    public void read(TrendStep step, long from, long to, Sink sink) {
        for (TrendPoint point : points) {
            long second = point.at().getEpochSecond();
            TrendCell cell = second >= from && second < to ? sink.cell(point.node(), second) : null;
            if (cell != null) {
                point.values().forEach((measure, value) -> cell.add(measure, value, TrendStep.POINT.seconds()));
            }
        }
    }

    @Override
    public Map<NodeId, String> names() {
        Map<NodeId, String> names = new HashMap<>();
        points.forEach(point -> names.put(point.node(), point.name()));
        return names;
    }

    @Override
    public List<TrendEvent> events(Instant from, Instant to) {
        return events.values().stream().filter(event -> event.touches(from, to)).toList();
    }

    @Override
    public Optional<Instant> oldest() {
        return points.stream().map(TrendPoint::at).findFirst();
    }

    @Override
    public void endEvents(Instant now) {
        events.replaceAll((key, event) -> event.end() == null ? event.until(now) : event);
    }

    @Override
    public void forget(Instant now) {
        forgotten.add(now);
    }
}
