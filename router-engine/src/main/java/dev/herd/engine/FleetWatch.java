package dev.herd.engine;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.storage.InventoryFile;
import dev.herd.engine.trace.EventFeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells watchers when a machine changes its state, and keeps the inventory for the next start. Thread-safe.
final class FleetWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);

    private final EventFeed events;
    private final InventoryFile file;
    private final Executor writer;
    private final Predicate<NodeId> asked;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeId, NodeState> states = new HashMap<>();
    private long version = -1;

    /// Touched by the writer only.
    private long saved = -1;

    private final AtomicReference<@Nullable FleetSnapshot> unsaved = new AtomicReference<>();

    /// @param writer writes the file, one task at a time
    /// @param asked whether a server of a machine has answered or failed once
    FleetWatch(EventFeed events, InventoryFile file, Executor writer, Predicate<NodeId> asked) {
        this.events = events;
        this.file = file;
        this.writer = writer;
        this.asked = asked;
    }

    /// Snapshots are published by many threads and may arrive out of order; one that comes late tells nothing.
    void changed(FleetSnapshot fleet) {
        List<Node> changed = take(fleet);
        for (Node node : changed) {
            LOG.info("node {} is {}{}", node.name(), node.state().label(), because(node));
            events.publish(() -> new EngineEvent.NodeChanged(
                    node.id().value(), node.name(), node.state().label(), node.reason()));
        }
        FleetSnapshot waiting = unsaved.getAndAccumulate(fleet, FleetWatch::newer);
        if (waiting == null) {
            try {
                writer.execute(this::save);
            } catch (RejectedExecutionException ended) {
                LOG.debug("the engine has ended, and with it what it last saw");
            }
        }
    }

    private static FleetSnapshot newer(@Nullable FleetSnapshot one, FleetSnapshot other) {
        return one != null && one.version() > other.version() ? one : other;
    }

    /// The machines whose state is another than before.
    private List<Node> take(FleetSnapshot fleet) {
        lock.lock();
        try {
            if (fleet.version() <= version) {
                return List.of();
            }
            version = fleet.version();
            List<Node> changed = new ArrayList<>();
            states.keySet().retainAll(fleet.nodes().stream().map(Node::id).toList());
            for (Node node : fleet.nodes()) {
                // That nobody has asked it yet is no news.
                if (states.containsKey(node.id()) || node.state() != NodeState.DOWN || asked.test(node.id())) {
                    note(node, changed);
                }
            }
            return changed;
        } finally {
            lock.unlock();
        }
    }

    private void note(Node node, List<Node> changed) {
        if (states.put(node.id(), node.state()) != node.state()) {
            changed.add(node);
        }
    }

    private static String because(Node node) {
        return node.reason().isEmpty() ? "" : ": " + node.reason();
    }

    private void save() {
        FleetSnapshot fleet = unsaved.getAndSet(null);
        if (fleet != null && fleet.version() > saved) {
            saved = fleet.version();
            try {
                file.save(fleet);
            } catch (IOException failed) {
                LOG.warn("the inventory cannot be kept for the next start: {}", failed.getMessage());
            }
        }
    }
}
