package dev.herd.engine.registry;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.fleet.Variant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who there is now. Takes what upstreams and people say, and publishes an immutable snapshot whenever something that
/// it shows has changed. Thread-safe; listeners are called outside the lock, on the thread that brought the change,
/// and must be quick.
public final class FleetRegistry {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeId, NodeEntry> nodes = new TreeMap<>();
    private final Map<UpstreamId, UpstreamEntry> upstreams = new TreeMap<>();
    private final List<Consumer<FleetSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Meanings meanings = new Meanings();
    private volatile FleetSnapshot snapshot = FleetSnapshot.EMPTY;

    public FleetRegistry(InstantSource clock) {
        this.clock = clock;
    }

    /// The fleet as last published.
    public FleetSnapshot snapshot() {
        return snapshot;
    }

    /// Calls `listener` with each new snapshot from now on.
    public void onChange(Consumer<FleetSnapshot> listener) {
        listeners.add(listener);
    }

    public void addNode(NodeId id, String name, NodeKind kind) {
        change(() -> nodes.putIfAbsent(id, new NodeEntry(id, name, kind)));
    }

    /// Adds a server to a machine; a server that is known already stays where it is.
    ///
    /// @param slots as configured, 0 when not
    public void addUpstream(NodeId node, UpstreamId id, UpstreamKind kind, int slots) {
        change(() -> upstreams.putIfAbsent(id, new UpstreamEntry(id, node, kind, slots)));
    }

    /// Takes a server out; a machine that had none but that one, and does not run Herd, goes with it.
    public void removeUpstream(UpstreamId id) {
        change(() -> {
            UpstreamEntry gone = upstreams.remove(id);
            if (gone != null) {
                NodeEntry node = nodes.get(gone.node);
                boolean empty = upstreams.values().stream().noneMatch(entry -> entry.node.equals(gone.node));
                if (node != null && node.kind == NodeKind.PLAIN && empty) {
                    nodes.remove(gone.node);
                }
            }
        });
    }

    /// Gives a server that has not answered yet the models it had when last seen.
    public void restore(Upstream lastKnown) {
        changeUpstream(lastKnown.id(), entry -> entry.restore(lastKnown));
    }

    /// What a name meant of several models when the fleet was last seen. To be called before anything is added.
    public void restore(Variant meant) {
        change(() -> meanings.restore(meant));
    }

    /// A server gave its inventory.
    public void answered(UpstreamId id, Inventory inventory) {
        changeUpstream(id, entry -> entry.answered(inventory, clock.instant()));
    }

    /// A server did not give its inventory.
    ///
    /// @param state how it failed: anything but UP
    public void failed(UpstreamId id, UpstreamState state, String reason) {
        changeUpstream(id, entry -> entry.failed(state, reason));
    }

    /// A server refused work because it has too much.
    public void overloaded(UpstreamId id, Instant until) {
        changeUpstream(id, entry -> entry.overloaded(until));
    }

    /// What the server's process was started with.
    public void sensedSlots(UpstreamId id, OptionalInt slots) {
        changeUpstream(id, entry -> entry.sensedSlots = slots);
    }

    /// A person pauses or drains a machine, or takes that back.
    ///
    /// @param state PAUSED, DRAINING, or null for neither
    /// @param until when it ends by itself, null when it does not
    /// @return false when there is no such machine
    public boolean ask(NodeId id, @Nullable NodeState state, @Nullable Instant until) {
        boolean[] found = new boolean[1];
        change(() -> {
            NodeEntry entry = nodes.get(id);
            found[0] = entry != null;
            if (entry != null) {
                entry.ask(state, until);
            }
        });
        return found[0];
    }

    /// How a machine stands to its person changed: it steps back where that is not a matter of courtesy.
    public void guarded(NodeId id, Guard guard) {
        change(() -> {
            NodeEntry entry = nodes.get(id);
            if (entry != null) {
                entry.guarded(guard);
            }
        });
    }

    /// Ends what lasts until a moment that is over: pauses, and what a name means whose model is out of reach. To be
    /// called about once a second.
    public void tick() {
        Instant now = clock.instant();
        boolean due = snapshot.nodes().stream().anyMatch(node -> node.until() != null && !now.isBefore(node.until()));
        if (due || underLock(() -> meanings.due(now))) {
            change(() -> nodes.values().forEach(node -> node.endPauseBy(now)));
        }
    }

    /// Whether a server of that machine has answered or failed once.
    public boolean asked(NodeId node) {
        return underLock(() -> upstreams.values().stream().anyMatch(entry -> entry.node.equals(node) && entry.asked()));
    }

    /// Whether every server has answered or failed once.
    public boolean allAsked() {
        return underLock(() -> upstreams.values().stream().allMatch(UpstreamEntry::asked));
    }

    /// Whether every server's list of models is current, so that what is not there exists nowhere.
    public boolean allCurrent() {
        return underLock(() -> upstreams.values().stream().allMatch(UpstreamEntry::current));
    }

    private boolean underLock(BooleanSupplier question) {
        lock.lock();
        try {
            return question.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void changeUpstream(UpstreamId id, Consumer<UpstreamEntry> action) {
        change(() -> {
            UpstreamEntry entry = upstreams.get(id);
            if (entry != null) {
                action.accept(entry);
            }
        });
    }

    private void change(Runnable action) {
        FleetSnapshot published = null;
        lock.lock();
        try {
            action.run();
            List<Node> now = picture();
            if (!now.equals(snapshot.nodes()) || meanings.due(clock.instant())) {
                published =
                        new FleetSnapshot(snapshot.version() + 1, now, models -> meanings.of(models, clock.instant()));
                snapshot = published;
                if (!upstreams.isEmpty() && upstreams.values().stream().allMatch(UpstreamEntry::asked)) {
                    meanings.settle();
                }
            }
        } finally {
            lock.unlock();
        }
        if (published != null) {
            for (Consumer<FleetSnapshot> listener : listeners) {
                listener.accept(published);
            }
        }
    }

    private List<Node> picture() {
        List<Node> now = new ArrayList<>();
        for (NodeEntry node : nodes.values()) {
            List<Upstream> mine = upstreams.values().stream()
                    .filter(entry -> entry.node.equals(node.id))
                    .map(UpstreamEntry::snapshot)
                    .toList();
            now.add(node.snapshot(mine));
        }
        return now;
    }
}
