package dev.herd.engine.trace;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.fleet.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which events go on, and which changed since they were written. Not thread-safe.
final class TrendEvents {
    private static final int MOST_UNWRITTEN = 1_000;

    private final Map<Slot, TrendEvent> open = new HashMap<>();
    private final Map<Key, TrendEvent> unwritten = new LinkedHashMap<>();

    private record Slot(NodeId node, TrendEvent.Kind kind) {}

    private record Key(NodeId node, TrendEvent.Kind kind, Instant start) {
        static Key of(TrendEvent event) {
            return new Key(event.node(), event.kind(), event.start());
        }
    }

    /// Something goes on, since now if it did not before. Heat that rises or falls by a level is another event.
    void goesOn(NodeId node, String name, TrendEvent.Kind kind, String detail, Instant now) {
        var slot = new Slot(node, kind);
        TrendEvent before = open.get(slot);
        if (before != null && kind == TrendEvent.Kind.HEAT && !before.detail().equals(detail)) {
            end(slot, now);
            before = null;
        }
        if (before == null) {
            // Stored in milliseconds; a finer start would be another event's once it is read.
            var event = new TrendEvent(node, name, kind, detail, Instant.ofEpochMilli(now.toEpochMilli()), null);
            open.put(slot, event);
            keep(event);
        }
    }

    /// Something does not go on, or nobody knows.
    void isOver(NodeId node, TrendEvent.Kind kind, Instant now) {
        end(new Slot(node, kind), now);
    }

    /// Ends what goes on with machines that have left.
    void retain(Set<NodeId> nodes, Instant now) {
        List.copyOf(open.keySet()).stream()
                .filter(slot -> !nodes.contains(slot.node()))
                .forEach(slot -> end(slot, now));
    }

    private void end(Slot slot, Instant now) {
        TrendEvent event = open.remove(slot);
        if (event != null) {
            keep(event.until(Instant.ofEpochMilli(now.toEpochMilli())));
        }
    }

    private void keep(TrendEvent event) {
        unwritten.put(Key.of(event), event);
        if (unwritten.size() > MOST_UNWRITTEN) {
            unwritten.remove(unwritten.keySet().iterator().next());
        }
    }

    /// A store was opened, which may be another than before.
    void opened() {
        open.values().forEach(this::keep);
    }

    List<TrendEvent> unwritten() {
        return List.copyOf(unwritten.values());
    }

    /// Those were written; what changed meanwhile is to be written again.
    void written(Collection<TrendEvent> events) {
        events.forEach(event -> unwritten.remove(Key.of(event), event));
    }

    /// Stored events as they are by now, with those that are not stored yet, oldest first.
    List<TrendEvent> over(List<TrendEvent> stored, Instant from, Instant to) {
        Map<Key, TrendEvent> all = new LinkedHashMap<>();
        stored.forEach(event -> all.put(Key.of(event), event));
        unwritten.forEach((key, event) -> {
            if (event.touches(from, to)) {
                all.put(key, event);
            } else {
                all.remove(key);
            }
        });
        List<TrendEvent> events = new ArrayList<>(all.values());
        events.sort(Comparator.comparing(TrendEvent::start));
        return events;
    }
}
