package dev.herd.engine.registry;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Namesakes;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.fleet.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which model each name means, of those that have it: the one it meant before, as long as a machine of the fleet has
/// that, and not all who have it are out of reach for long. Only then, or when nobody has it any more, another one is
/// elected, and stays. Touched under the registry's lock only.
///
/// What clients have indexed with one model is useless with another, so that a name changes its meaning as rarely as
/// can be: a server that starts anew, or a laptop that sleeps for a moment, is waited for.
final class Meanings {
    /// Longer than an update of a server with its restart, or a machine's.
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Map<ModelRef, Meaning> known = new HashMap<>();

    /// Names whose meaning stood fast before this process.
    private final Set<ModelRef> restored = new HashSet<>();

    /// Before all servers were asked, whoever answers first would decide.
    private boolean settled;

    /// @param absentSince since when nobody who has it is in reach; null while somebody is
    /// @param others whether somebody is in reach who has another
    private record Meaning(Variant variant, @Nullable Instant absentSince, boolean others) {}

    /// What a name meant when the fleet was last seen.
    void restore(Variant meant) {
        known.put(meant.model(), new Meaning(meant, null, false));
        restored.add(meant.model());
    }

    /// From now on a name keeps its meaning.
    void settle() {
        settled = true;
    }

    /// Whether the time has come for another meaning of some name.
    boolean due(Instant now) {
        return known.values().stream().anyMatch(meaning -> meaning.others() && isOver(meaning, now));
    }

    private static boolean isOver(Meaning meaning, Instant now) {
        Instant since = meaning.absentSince();
        return since != null && !now.isBefore(since.plus(PATIENCE));
    }

    /// The meanings of those names that several models have.
    Map<ModelRef, Variant> of(Map<ModelRef, List<Holder>> models, Instant now) {
        known.keySet().removeIf(model -> !models.containsKey(model) && !restored.contains(model));
        Map<ModelRef, Variant> several = new TreeMap<>();
        models.forEach((model, holders) -> {
            Meaning meaning = of(keeps(model) ? known.get(model) : null, holders, now);
            if (settled || !restored.contains(model) || restoredIsThere(model, holders)) {
                known.put(model, meaning);
            }
            if (holders.size() > 1 && Namesakes.of(holders).size() > 1) {
                several.put(model, meaning.variant());
            }
        });
        return several;
    }

    /// The machine that has it may be added later than others.
    private boolean restoredIsThere(ModelRef model, List<Holder> holders) {
        Meaning before = known.get(model);
        return before != null && has(holders, before.variant());
    }

    private boolean keeps(ModelRef model) {
        return settled || restored.contains(model);
    }

    private static Meaning of(@Nullable Meaning before, List<Holder> holders, Instant now) {
        List<Holder> inReach = holders.stream().filter(Meanings::inReach).toList();
        if (before != null && has(holders, before.variant())) {
            if (has(inReach, before.variant())) {
                return new Meaning(before.variant(), null, false);
            }
            Instant since = before.absentSince();
            Meaning absent = new Meaning(before.variant(), since == null ? now : since, !inReach.isEmpty());
            if (inReach.isEmpty() || !isOver(absent, now)) {
                return absent;
            }
        }
        return inReach.isEmpty()
                ? new Meaning(Namesakes.elected(holders), now, false)
                : new Meaning(elected(inReach, holders), null, false);
    }

    /// Among those in reach, by what all have.
    private static Variant elected(List<Holder> inReach, List<Holder> all) {
        return Namesakes.elected(
                all.stream().filter(holder -> has(inReach, holder.variant())).toList());
    }

    private static boolean has(List<Holder> holders, Variant variant) {
        return holders.stream().anyMatch(holder -> holder.variant().equals(variant));
    }

    /// Paused, starting or overloaded is not gone.
    private static boolean inReach(Holder holder) {
        return holder.node().state() != NodeState.DOWN && holder.upstream().state() != UpstreamState.DOWN;
    }
}
