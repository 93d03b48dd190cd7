package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.placement.Ticket;
import java.util.List;
import java.util.Map;

/// The queue and the leases at one moment, for those who look. Immutable.
///
/// @param loads every instance that has running or waiting work, or slots
/// @param waiting who waits, next one first
/// @param recommendedWindows the windows that models' real use asks for, where enough of that is known
/// @param insight how good predictions are, and which machines are slow
public record SchedulerView(
        List<Load> loads,
        List<WaitingTicket> waiting,
        int running,
        Map<ModelRef, Integer> recommendedWindows,
        Insight insight) {
    public SchedulerView {
        loads = List.copyOf(loads);
        waiting = List.copyOf(waiting);
        recommendedWindows = Map.copyOf(recommendedWindows);
    }

    /// One of which nothing is known but the queue.
    public SchedulerView(List<Load> loads, List<WaitingTicket> waiting, int running) {
        this(loads, waiting, running, Map.of(), Insight.NONE);
    }

    /// @param waiting tickets that are planned for it
    /// @param secondsUntilFree predicted wait for one more request, behind all who wait
    /// @param pinned whether a pin keeps it in memory
    public record Load(Holder holder, int running, int waiting, double secondsUntilFree, boolean pinned) {}

    /// @param position from 1
    /// @param plannedNode name of the node it is planned for, empty while it is held
    /// @param etaSeconds predicted seconds until it starts
    public record WaitingTicket(Ticket ticket, int position, String plannedNode, double etaSeconds) {}
}
