package dev.herd.engine;

import dev.herd.engine.api.OwnPerson;
import dev.herd.engine.api.WeekMap;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.presence.LearnedWeek;
import dev.herd.engine.presence.WeekLearner;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.trace.Findings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The people at the machines that this process senses: its own, and those of a demo. Thread-safe.
final class People {
    /// So long a machine serves anyway when its person does not say, and is in no meeting that ends it.
    private static final Duration A_WHILE = Duration.ofHours(1);

    private final PersonWatch.Tools tools;
    private final Findings findings;
    private final Map<NodeId, LearnedWeek> kept;
    private final Map<NodeId, PersonWatch> watches = new ConcurrentHashMap<>();

    /// @param kept what was learned of them before
    /// @param findings is told what they should know
    People(PersonWatch.Tools tools, Map<NodeId, LearnedWeek> kept, Findings findings) {
        this.tools = tools;
        this.findings = findings;
        this.kept = Map.copyOf(kept);
    }

    private PersonWatch watch(NodeId node) {
        return watches.computeIfAbsent(
                node, id -> new PersonWatch(id, kept.getOrDefault(id, LearnedWeek.NOTHING), tools, findings));
    }

    void sensed(NodeId node, NodeSignals signals) {
        watch(node).sensed(signals);
    }

    /// The one at that machine, as far as it is sensed here.
    Optional<PersonWatch> at(NodeId node) {
        return Optional.ofNullable(watches.get(node));
    }

    /// The one at this machine, as windows show them.
    OwnPerson own(NodeId node, PersonConfig config) {
        return at(node).map(watch -> new OwnPerson(config, watch.use().known(), watch.week()))
                .orElseGet(() -> OwnPerson.treatedAs(config));
    }

    /// All that was learned of them, for a file.
    Map<NodeId, LearnedWeek> learned() {
        Map<NodeId, LearnedWeek> all = new HashMap<>(kept);
        watches.forEach((node, watch) -> all.put(node, watch.learned()));
        return all;
    }

    /// A person says that their machine may serve.
    ///
    /// @param until null when they do not say how long
    void serveAnyway(NodeId node, @Nullable Instant until) {
        PersonWatch watch = watches.get(node);
        if (watch == null) {
            return;
        }
        Guard.State state = watch.guard().state();
        if (until != null || state == Guard.State.MEETING) {
            watch.serveAnyway(until);
        } else if (!watch.guard().allowance().equals(Allowance.ALL)) {
            watch.serveAnyway(tools.clock().instant().plus(A_WHILE));
        }
    }

    /// The rules of courtesy hold again on a machine.
    void obeyRules(NodeId node) {
        PersonWatch watch = watches.get(node);
        if (watch != null) {
            watch.obeyRules();
        }
    }

    /// A machine's person says something of hours of every week.
    ///
    /// @param from first hour, 0 to 23
    /// @param to last hour, `from` to 23
    /// @return false when that machine is not sensed here
    boolean mark(NodeId node, DayOfWeek day, int from, int to, WeekMap.Mark mark) {
        return teach(node, learner -> {
            for (int hour = from; hour <= to; hour++) {
                learner.mark(day, hour, mark);
            }
        });
    }

    /// Forgets what was learned of the week of a machine's person, and what they said of it.
    ///
    /// @return false when that machine is not sensed here
    boolean forgetWeek(NodeId node) {
        return teach(node, WeekLearner::forgetAll);
    }

    private boolean teach(NodeId node, Consumer<WeekLearner> what) {
        PersonWatch watch = watches.get(node);
        if (watch != null) {
            watch.teach(what);
        }
        return watch != null;
    }

    /// This machine is about to sleep, or is awake again.
    void sleeps(NodeId node, boolean now) {
        watch(node).sleeps(now);
    }

    /// The settings have changed.
    void settingsChanged() {
        watches.values().forEach(PersonWatch::lookAgain);
    }

    /// Why a machine takes nothing like that lease now; empty when it does, or is nobody's.
    Optional<String> gate(Lease lease) {
        PersonWatch watch = watches.get(lease.holder().node().id());
        return watch == null ? Optional.empty() : watch.gate(lease);
    }
}
