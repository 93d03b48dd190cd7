package dev.herd.app.trends;

import dev.herd.engine.fleet.NodeId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which colour a machine has: the one it got when it was first seen, in the order of names, one after the other.
/// Immutable.
///
/// @param numbers 1 to [#COUNT]
record MachineHues(Map<NodeId, Integer> numbers) {
    /// As many as the Fleet tab has.
    static final int COUNT = 8;

    /// Those that are easiest to tell apart come first.
    private static final List<Integer> ORDER = List.of(1, 8, 7, 2, 6, 5, 3, 4);

    static final MachineHues NONE = new MachineHues(Map.of());

    MachineHues {
        numbers = Map.copyOf(numbers);
    }

    int of(NodeId machine) {
        return numbers.getOrDefault(machine, 1);
    }

    /// With colours for these machines too.
    MachineHues with(Collection<NodeId> machines) {
        if (numbers.keySet().containsAll(machines)) {
            return this;
        }
        Map<NodeId, Integer> next = new LinkedHashMap<>(numbers);
        for (NodeId machine : new TreeSet<>(machines)) {
            next.putIfAbsent(machine, ORDER.get(next.size() % COUNT));
        }
        return new MachineHues(next);
    }
}
