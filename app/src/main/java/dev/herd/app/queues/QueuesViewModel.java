package dev.herd.app.queues;

import dev.herd.engine.api.EngineSnapshot;
import java.util.List;
import java.util.Set;

/// What the Queues tab shows of one moment. Pure.
///
/// @param strips one per model and machine, by machine and model
/// @param live requests that run or wait, oldest first
/// @param machines names of the fleet's machines, for the filter
record QueuesViewModel(List<Strip> strips, List<LiveRow> live, List<String> machines) {
    QueuesViewModel {
        strips = List.copyOf(strips);
        live = List.copyOf(live);
        machines = List.copyOf(machines);
    }

    /// @param cancelling ids of requests that the person has asked to stop
    static QueuesViewModel of(EngineSnapshot snapshot, Set<String> cancelling) {
        List<LiveRow> live = snapshot.live().stream()
                .filter(request -> !request.ended())
                .map(request -> LiveRow.of(request, snapshot, cancelling.contains(request.id())))
                .toList();
        List<String> machines = snapshot.fleet().nodes().stream()
                .map(node -> node.name())
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
        return new QueuesViewModel(Strip.of(snapshot), live, machines);
    }

    /// Whether nothing runs and nothing is remembered, as far as the engine says.
    static boolean isBlank(EngineSnapshot snapshot) {
        return snapshot.live().isEmpty() && snapshot.historySince() == null;
    }

    /// How many wait, for the tab's badge.
    static int waiting(EngineSnapshot snapshot) {
        return snapshot.totals().waiting();
    }
}
