package dev.herd.engine.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Different models under one name, and which of them the name means where only one can be meant: vectors of two
/// models cannot be compared, so that an index must be made and asked by one of them alone.
public final class Namesakes {
    private Namesakes() {}

    /// What stands behind one name.
    public static Set<Variant> of(List<Holder> holders) {
        return holders.stream().map(Holder::variant).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The one that a name means: one that its servers state before one that they do not, then the one on most
    /// machines, then one in memory, then the least digest.
    ///
    /// @param holders of one name, at least one
    public static Variant elected(List<Holder> holders) {
        return of(holders).stream()
                .min(Comparator.comparing((Variant variant) -> !variant.isStated())
                        .thenComparingLong(variant -> -machines(variant, holders))
                        .thenComparing(variant -> !resident(variant, holders))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalArgumentException("nobody holds it"));
    }

    private static long machines(Variant variant, List<Holder> holders) {
        return holders.stream()
                .filter(holder -> holder.variant().equals(variant))
                .map(holder -> holder.node().id())
                .distinct()
                .count();
    }

    private static boolean resident(Variant variant, List<Holder> holders) {
        return holders.stream()
                .anyMatch(holder ->
                        holder.model().resident() != null && holder.variant().equals(variant));
    }

    /// Elects for each name that several models have; others are left out.
    public static Map<ModelRef, Variant> elected(Map<ModelRef, List<Holder>> models) {
        Map<ModelRef, Variant> elected = new TreeMap<>();
        models.forEach((model, holders) -> {
            if (holders.size() > 1 && of(holders).size() > 1) {
                elected.put(model, elected(holders));
            }
        });
        return elected;
    }
}
