package dev.herd.app.fleet;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which colour a model has: the same on every machine, and for as long as the fleet has the model. A model gets its
/// colour when it is first seen in memory: the first that the fewest of the others there have. Immutable.
///
/// @param numbers of the models that have one, 1 to [#COUNT]
record ModelHues(Map<ModelRef, Integer> numbers) {
    /// Hues that are easy to tell apart, side by side and in both themes.
    static final int COUNT = 8;

    static final ModelHues NONE = new ModelHues(Map.of());

    ModelHues {
        numbers = Map.copyOf(numbers);
    }

    /// 1 to [#COUNT].
    int of(ModelRef model) {
        return numbers.getOrDefault(model, 1);
    }

    /// With colours for what is in memory now, and without those of models that no machine has any more.
    ModelHues after(FleetSnapshot fleet) {
        Set<ModelRef> loaded = loaded(fleet);
        Map<ModelRef, Integer> next = new TreeMap<>(numbers);
        next.keySet().retainAll(fleet.models().keySet());
        for (ModelRef model : loaded) {
            if (!next.containsKey(model)) {
                next.put(model, free(loaded, next));
            }
        }
        return next.equals(numbers) ? this : new ModelHues(next);
    }

    private static Set<ModelRef> loaded(FleetSnapshot fleet) {
        return fleet.models().entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(holder -> holder.model().resident() != null))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int free(Set<ModelRef> loaded, Map<ModelRef, Integer> taken) {
        return IntStream.rangeClosed(1, COUNT)
                .boxed()
                .min(Comparator.<Integer>comparingLong(hue -> uses(hue, loaded, taken))
                        .thenComparingLong(hue -> uses(hue, taken.keySet(), taken)))
                .orElse(1);
    }

    private static long uses(int hue, Set<ModelRef> among, Map<ModelRef, Integer> taken) {
        return among.stream()
                .filter(model -> taken.getOrDefault(model, 0) == hue)
                .count();
    }
}
