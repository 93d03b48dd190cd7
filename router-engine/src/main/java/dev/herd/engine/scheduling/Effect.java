package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;

/// What the scheduler wants done. Each ticket gets exactly one [Grant] or [Refuse] unless it is abandoned
/// first.
public sealed interface Effect {
    /// Run it there, now.
    ///
    /// @param held time this ticket had no eligible machine at all
    /// @param queued time this ticket waited for a slot
    record Grant(Lease lease, Duration held, Duration queued) implements Effect {}

    /// It does not run.
    record Refuse(TicketId ticket, Refusal refusal) implements Effect {}

    /// It waits.
    ///
    /// @param held whether it waits for an eligible machine rather than for a slot
    record Wait(TicketId ticket, boolean held) implements Effect {}

    /// Stop it, and ask again for its ticket once it has ended as `Outcome.Preempted`; its client must see
    /// nothing.
    record Preempt(Lease lease) implements Effect {}

    /// Ask it something small, to measure it: a lease of the engine's own, which ends as any other.
    record Probe(Lease lease) implements Effect {}

    /// Take that model out of memory, so that another one fits; nothing runs there.
    record Unload(Holder holder) implements Effect {}

    /// Tick at that moment, or earlier.
    record WakeAt(Instant moment) implements Effect {}
}
