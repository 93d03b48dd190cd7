package dev.herd.engine.gateway;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.shaping.PinnedWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What the gateway needs of those who know the fleet. Thread-safe.
public interface Fleet {
    FleetSnapshot snapshot();

    /// Whether every server's list of models is current.
    boolean allCurrent();

    /// Reads all inventories anew; returns when they are there, after a second at the latest. Callers share one
    /// reading.
    ///
    /// @return whether all servers have answered or failed meanwhile
    boolean refreshAll() throws InterruptedException;

    /// Reads one server's inventory soon.
    void refresh(UpstreamId upstream);

    /// A server refused work because it has too much.
    ///
    /// @param pause how long it asks to be left alone
    void busy(UpstreamId upstream, Duration pause);

    /// How many readings of its inventory in a row have stayed without any answer. A server that says that it has too
    /// much is not silent.
    int unansweredInARow(UpstreamId upstream);

    /// The window the instance's runner was asked for, as far as known.
    OptionalInt loadedWith(Holder holder);

    /// A request with that window goes to the instance.
    void sentWindow(InstanceId instance, int window);

    /// The window that a request for an instance is sent with, which its runner is taken to be loaded with from now on.
    ///
    /// @param asked the client's `num_ctx`
    default PinnedWindow pin(Holder holder, OptionalInt asked) {
        PinnedWindow pinned = PinnedWindow.decide(holder, asked, loadedWith(holder));
        OptionalInt sent = pinned.window().isPresent() ? pinned.window() : asked;
        sent.ifPresent(size -> sentWindow(holder.instance(), size));
        return pinned;
    }

    /// A request to unload goes to the instance.
    void unloaded(InstanceId instance);

    /// Pauses or drains a machine, or takes that back with null.
    ///
    /// @return false when there is no such machine
    boolean ask(NodeId node, @Nullable NodeState state, @Nullable Instant until);
}
