package dev.herd.app.queues;

import dev.herd.engine.fleet.InstanceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which strips stand where when there is no room for all. What is shown keeps its place, so that nothing moves while
/// it is read, until a strip that is not shown is more urgent: waiting before running before idle. Pure.
final class StripOrder {
    private StripOrder() {}

    /// @param before what was shown, in its order
    /// @param room how many can be shown, 1 or more
    static List<Strip> arrange(List<InstanceId> before, List<Strip> strips, int room) {
        if (strips.size() <= room) {
            return strips.stream().sorted(Strip.BY_PLACE).toList();
        }
        Map<InstanceId, Strip> hidden = new LinkedHashMap<>();
        strips.stream().sorted(Strip.BY_URGENCY).forEach(strip -> hidden.put(strip.key(), strip));
        List<@Nullable Strip> places = new ArrayList<>();
        for (InstanceId key : before.subList(0, Math.min(room, before.size()))) {
            places.add(hidden.remove(key));
        }
        while (places.size() < room) {
            places.add(null);
        }
        return filled(places, new ArrayList<>(hidden.values()));
    }

    /// @param hidden most urgent first
    private static List<Strip> filled(List<@Nullable Strip> places, List<Strip> hidden) {
        List<Strip> shown = new ArrayList<>();
        for (Strip kept : places) {
            boolean replaced =
                    kept == null || (!hidden.isEmpty() && hidden.getFirst().rank() < kept.rank());
            if (replaced && !hidden.isEmpty()) {
                shown.add(hidden.removeFirst());
            } else if (kept != null) {
                shown.add(kept);
            }
        }
        return shown;
    }
}
