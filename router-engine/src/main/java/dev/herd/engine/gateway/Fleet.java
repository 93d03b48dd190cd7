package dev.herd.engine.gateway;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.RunnerLoad;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.shaping.PinnedWindow;
import dev.herd.engine.shaping.WindowWish;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What the gateway needs of those who know the fleet. Thread-safe.
public interface Fleet {
    FleetSnapshot snapshot();

    /// Whether every server's list of models is current.
    boolean allCurrent();

    /// Somebody comes with a request, or one of his runs: from now on inventories are read often, see [#look].
    void comes();

    /// Somebody wants to see the fleet as it is now. While nobody has come for long inventories are read rarely; the
    /// first who looks waits until they are read anew, a quarter of a second at most.
    void look() throws InterruptedException;

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

    /// How the instance's runner was loaded, as far as known.
    RunnerLoad load(Holder holder);

    /// A request with that window, 0 for none, goes to the instance.
    void sentWindow(Holder holder, int window);

    /// The window that a request for an instance is sent with, which its runner is taken to be loaded with from now on.
    ///
    default PinnedWindow pin(Holder holder, WindowWish wish) {
        PinnedWindow pinned = PinnedWindow.decide(holder, wish, load(holder));
        OptionalInt sent = pinned.window().isPresent() ? pinned.window() : wish.asked();
        sentWindow(holder, sent.orElse(0));
        return pinned;
    }

    /// The machine that Herd itself runs on, as far as it serves; null when it does not.
    @Nullable
    NodeId thisMachine();

    /// Why that machine takes nothing of that length now, whatever the scheduler believes; empty when it does. Asked
    /// before anything is sent there.
    Optional<String> gate(Lease lease);

    /// Whether a person's pin keeps the model in memory there.
    boolean keeps(Holder holder);

    /// A request to unload goes to the instance.
    void unloaded(Holder holder);

    /// Pauses or drains a machine, or takes that back with null: then it serves whatever its person does, until the
    /// moment named, or else until the meeting ends that goes on.
    ///
    /// @return false when there is no such machine
    boolean ask(NodeId node, @Nullable NodeState state, @Nullable Instant until);

    /// Lets a machine step back for its person again, which it was told not to.
    void protect(NodeId node);

    /// The person at a machine; empty of one that is not sensed here.
    Optional<Person> person(NodeId node);

    /// What is known of the person at a machine.
    ///
    /// @param use what it is used for now; empty when nobody can tell
    /// @param week when they are usually at it
    record Person(String use, WeekMap week) {}

    /// A machine's person says something of hours of every week.
    ///
    /// @param from first hour, 0 to 23
    /// @param to last hour, `from` to 23
    /// @return false when that machine is not sensed here
    boolean mark(NodeId node, DayOfWeek day, int from, int to, WeekMap.Mark mark);

    /// Forgets what was learned of the week of a machine's person, and what they said of it.
    ///
    /// @return false when that machine is not sensed here
    boolean forgetWeek(NodeId node);
}
