package dev.herd.engine.cli;

import dev.herd.engine.fleet.NearestName;
import dev.herd.engine.simulation.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a replayed fleet differs from the recorded one.
final class ReplayFleet {
    private final Set<String> without = new LinkedHashSet<>();
    private final Map<String, String> added = new LinkedHashMap<>();
    private final Map<String, Integer> slots = new LinkedHashMap<>();

    /// @param without names
    /// @param added each as `name=…,like=…`
    /// @param slots each as `NODE=N`
    /// @throws CommandFailed when one of them makes no sense
    ReplayFleet(List<String> without, List<String> added, List<String> slots) throws CommandFailed {
        this.without.addAll(without);
        for (String each : added) {
            Map<String, String> parts = parts(each);
            String name = parts.getOrDefault("name", "");
            String like = parts.getOrDefault("like", "");
            if (name.isBlank() || like.isBlank() || parts.size() != 2) {
                throw CommandFailed.usage("--add wants name=NAME,like=NODE, not " + each);
            }
            if (this.added.put(name, like) != null) {
                throw CommandFailed.usage("--add: " + name + " is there twice");
            }
        }
        for (String each : slots) {
            int equals = each.lastIndexOf('=');
            String count = each.substring(equals + 1);
            if (equals < 1 || !count.matches("[1-9][0-9]{0,2}")) {
                throw CommandFailed.usage("--slots wants NODE=N with N from 1 to 999, not " + each);
            }
            this.slots.put(each.substring(0, equals), Integer.valueOf(count));
        }
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            parts.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        }
        return parts;
    }

    /// @param nodes of the history
    /// @throws CommandFailed when it speaks of others, or nothing is left
    void check(Collection<String> nodes) throws CommandFailed {
        for (String name : without) {
            known("--without", name, nodes);
        }
        for (Map.Entry<String, String> each : added.entrySet()) {
            known("--add", each.getValue(), nodes);
            if (nodes.contains(each.getKey())) {
                throw CommandFailed.usage("--add: " + each.getKey() + " is in the fleet already");
            }
        }
        Set<String> all = new LinkedHashSet<>(nodes);
        all.addAll(added.keySet());
        for (String name : slots.keySet()) {
            known("--slots", name, all);
        }
        all.removeAll(without);
        if (all.isEmpty()) {
            throw CommandFailed.usage("--without leaves no machine");
        }
    }

    private static void known(String option, String name, Collection<String> nodes) throws CommandFailed {
        if (!nodes.contains(name)) {
            throw CommandFailed.usage(option + ": the history knows no machine " + name
                    + NearestName.of(name, nodes)
                            .map(near -> ", did you mean " + near + "?")
                            .orElse("; it knows " + String.join(", ", nodes)));
        }
    }

    /// What a recorded machine becomes: itself, unless it is left out, and those that are like it.
    List<Scenario.Machine> changed(Scenario.Machine recorded) {
        List<Scenario.Machine> machines = new ArrayList<>();
        if (!without.contains(recorded.name())) {
            machines.add(withSlots(recorded));
        }
        added.forEach((name, like) -> {
            if (like.equals(recorded.name())) {
                machines.add(withSlots(recorded.named(name)));
            }
        });
        return machines;
    }

    private Scenario.Machine withSlots(Scenario.Machine machine) {
        Integer count = slots.get(machine.name());
        return count == null ? machine : machine.withSlots(count);
    }
}
