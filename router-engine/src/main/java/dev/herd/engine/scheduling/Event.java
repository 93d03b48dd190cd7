package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Hardware;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import java.time.Instant;

/// What the scheduler is told. Every event carries its own moment; moments never go back.
public sealed interface Event {
    Instant at();

    /// A request wants a lease; also its next attempt.
    record Arrived(Ticket ticket, Instant at) implements Event {}

    /// A waiting request is gone.
    record Abandoned(TicketId ticket, Instant at) implements Event {}

    /// The client of a lease gets its first byte now; it cannot be moved any more.
    record Began(long lease, Instant at) implements Event {}

    /// A lease ended.
    record Finished(long lease, Outcome outcome, Instant at) implements Event {}

    /// An attempt that was taken for the request's own mistake was the node's after all.
    record Blamed(InstanceId instance, Instant at) implements Event {}

    /// Machines, servers or models changed.
    record FleetChanged(FleetSnapshot fleet, Instant at) implements Event {}

    /// What is known of a machine beside its models changed.
    record ConditionChanged(NodeId node, MachineCondition condition, Instant at) implements Event {}

    /// A machine's kind became known.
    record HardwareKnown(NodeId node, Hardware hardware, Instant at) implements Event {}

    /// A model is to stay in memory.
    record Pinned(Pin pin, Instant at) implements Event {}

    /// A pin is taken back.
    record Unpinned(Pin pin, Instant at) implements Event {}

    /// Somebody wants a model out of memory: it is not to be loaded unasked.
    record Unwanted(ModelRef model, Instant at) implements Event {}

    /// A load that an [Effect.Load] began has ended.
    ///
    /// @param failure why it failed, empty when the server says that it is loaded
    record LoadEnded(long load, String failure, Instant at) implements Event {}

    /// The first byte of a running request is late.
    ///
    /// @param ticket the one of a second copy, which stays away from where the first one runs
    record Late(Ticket ticket, Instant at) implements Event {}

    /// Time went by.
    record Ticked(Instant at) implements Event {}

    /// Nothing new is admitted any more, and who waits is refused.
    record Stopped(Instant at) implements Event {}
}
