package dev.herd.engine;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.signal.NodeSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The people at the machines that this process senses: its own, and those of a demo. Thread-safe.
final class People {
    /// So long a machine serves anyway when its person does not say, and is in no meeting that ends it.
    private static final Duration A_WHILE = Duration.ofHours(1);

    private final PersonWatch.Tools tools;
    private final Map<NodeId, PersonWatch> watches = new ConcurrentHashMap<>();

    People(PersonWatch.Tools tools) {
        this.tools = tools;
    }

    void sensed(NodeId node, NodeSignals signals) {
        watches.computeIfAbsent(node, id -> new PersonWatch(id, tools)).sensed(signals);
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

    /// This machine is about to sleep, or is awake again.
    void sleeps(NodeId node, boolean now) {
        watches.computeIfAbsent(node, id -> new PersonWatch(id, tools)).sleeps(now);
    }

    /// The settings have changed.
    void settingsChanged() {
        watches.values().forEach(PersonWatch::settingsChanged);
    }

    /// Why a machine takes nothing like that lease now; empty when it does, or is nobody's.
    Optional<String> gate(Lease lease) {
        PersonWatch watch = watches.get(lease.holder().node().id());
        return watch == null ? Optional.empty() : watch.gate(lease);
    }
}
