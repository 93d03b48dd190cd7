package dev.herd.app.queues;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The rows of what runs and waits, changed in place: each keeps its place from its arrival to its end. Needs no
/// toolkit.
final class LiveList {
    /// Ended rows that are kept while the pointer rests on them.
    private static final int MOST_ENDED = 50;

    private final ObservableList<Slot<LiveRow>> slots = FXCollections.observableArrayList();

    ObservableList<Slot<LiveRow>> slots() {
        return slots;
    }

    /// What becomes of rows whose request has ended.
    enum Ended {
        /// They go.
        REMOVE,
        /// They stay where they are, as ended, so that nothing moves under a pointer.
        KEEP
    }

    /// @param rows oldest first
    void show(List<LiveRow> rows, Ended ended) {
        Map<String, LiveRow> now = new LinkedHashMap<>();
        rows.forEach(row -> now.put(row.id(), row));
        Set<Slot<LiveRow>> leaving = new HashSet<>();
        int kept = 0;
        for (Slot<LiveRow> slot : slots) {
            LiveRow before = slot.row();
            LiveRow after = before == null ? null : now.remove(before.id());
            if (after != null) {
                slot.fill(after);
            } else if (before != null && ended == Ended.KEEP && kept < MOST_ENDED) {
                kept++;
                slot.fill(before.gone());
            } else {
                leaving.add(slot);
            }
        }
        if (!leaving.isEmpty()) {
            slots.removeIf(leaving::contains);
        }
        if (!now.isEmpty()) {
            slots.addAll(now.values().stream().map(LiveList::slot).toList());
        }
    }

    /// Where a request stands, or -1.
    int indexOf(String id) {
        for (int i = 0; i < slots.size(); i++) {
            LiveRow row = slots.get(i).row();
            if (row != null && row.id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static Slot<LiveRow> slot(LiveRow row) {
        Slot<LiveRow> slot = new Slot<>();
        slot.fill(row);
        return slot;
    }
}
