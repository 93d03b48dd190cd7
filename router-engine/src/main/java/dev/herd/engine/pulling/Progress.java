package dev.herd.engine.pulling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a pull's lines have told so far: the last line of each part and step, and the sums. For one thread at a time.
final class Progress {
    /// Models have a dozen parts; a server that names more does not fill the memory.
    private static final int MOST_KEPT = 512;

    private final SequencedMap<String, PullLine> last = new LinkedHashMap<>();
    private final Map<String, Long> toCome = new LinkedHashMap<>();
    private String status = "";

    void add(PullLine line) {
        status = line.status();
        String key = line.digest().isEmpty() ? line.status() : line.digest();
        if (last.size() < MOST_KEPT || last.containsKey(key)) {
            last.put(key, line);
            if (line.total() > 0) {
                toCome.putIfAbsent(key, line.total() - line.completed());
            }
        }
    }

    /// What somebody is told who begins to watch now.
    List<PullLine> soFar() {
        return new ArrayList<>(last.values());
    }

    String status() {
        return status;
    }

    long total() {
        return last.values().stream().mapToLong(PullLine::total).sum();
    }

    long completed() {
        return last.values().stream().mapToLong(PullLine::completed).sum();
    }

    /// Bytes that had still to come when each part was first named.
    long toCome() {
        return toCome.values().stream().mapToLong(Long::longValue).sum();
    }
}
