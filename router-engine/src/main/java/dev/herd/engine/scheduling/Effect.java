package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /// Its machine's person needs the machine: what may not go on is to end. A request whose client has seen nothing
    /// asks again for its ticket once it has ended as `Outcome.Preempted`; one that has begun ends with an error.
    ///
    /// @param secondsLeft that it is expected to need still
    record StepBack(Lease lease, double secondsLeft, Allowance.GoesOn goesOn) implements Effect {}

    /// Ask it something small, to measure it: a lease of the engine's own, which ends as any other.
    record Probe(Lease lease) implements Effect {}

    /// Take that model out of memory, so that another one fits; nothing runs there.
    record Unload(Holder holder) implements Effect {}

    /// Load that model although nobody asks for it, and tell by an `Event.LoadEnded` how it went.
    ///
    /// @param load its number
    /// @param first who has to leave memory before it
    record Load(long load, Holder holder, List<Holder> first, Why why) implements Effect {
        public Load {
            first = List.copyOf(first);
        }
    }

    /// Why a model is loaded unasked.
    enum Why {
        /// It is pinned, and the server is to keep it.
        PIN,
        /// It is going to be asked for; the server keeps it as long as it keeps others.
        DEMAND
    }

    /// How the pins stand now.
    ///
    /// @param version grows with every change: effects may be performed out of order
    record Pins(long version, List<PinStatus> pins) implements Effect {
        public Pins {
            pins = List.copyOf(pins);
        }
    }

    /// Tick at that moment, or earlier.
    record WakeAt(Instant moment) implements Effect {}
}
