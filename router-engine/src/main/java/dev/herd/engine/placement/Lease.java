package dev.herd.engine.placement;

import dev.herd.engine.fleet.Holder;

/// The right to run one ticket on one instance until it is finished.
///
/// @param number unique per engine
/// @param holder where, as the fleet was when the lease was granted
/// @param decision why there
/// @param footprint what it is expected to take of the window there
public record Lease(long number, Ticket ticket, Holder holder, Decision decision, Footprint footprint) {
    /// A lease whose ticket does not care for the window.
    public Lease(long number, Ticket ticket, Holder holder, Decision decision) {
        this(number, ticket, holder, decision, Footprint.UNKNOWN);
    }
}
