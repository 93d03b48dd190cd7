package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;

/// The hard filters: whether a ticket may run on an instance at all, and if not, why, in words for people.
final class Eligibility {
    private Eligibility() {}

    /// Whether the ticket could ever run there, whatever the machines' states: nothing about it rules that out.
    static boolean suits(Ticket ticket, InstanceState instance) {
        return unsuitable(ticket, instance.holder).isEmpty();
    }

    /// The reason against it now, or empty when it is eligible.
    static String objection(Ticket ticket, InstanceState instance, Instant at) {
        Holder holder = instance.holder;
        String unsuitable = unsuitable(ticket, holder);
        if (!unsuitable.isEmpty()) {
            return unsuitable;
        }
        if (!holder.node().state().serves()) {
            return reason(holder.node().state().label(), holder.node().reason());
        }
        if (!holder.upstream().state().serves()) {
            return reason(holder.upstream().state().label(), holder.upstream().reason());
        }
        return overloadOrBreaker(instance, at);
    }

    private static String unsuitable(Ticket ticket, Holder holder) {
        if (ticket.pinned() != null && !holder.node().id().equals(ticket.pinned())) {
            return "the request is pinned to another node";
        }
        if (ticket.excluded().contains(holder.upstream().id())) {
            return "failed this request already";
        }
        if (ticket.unsuited().contains(holder.upstream().kind())) {
            return "this kind of server cannot be asked for it";
        }
        return ticket.needsVision() && holder.model().lacks("vision") ? "the model does not support images" : "";
    }

    private static String overloadOrBreaker(InstanceState instance, Instant at) {
        Instant busyUntil = instance.busyUntil;
        if (busyUntil != null && at.isBefore(busyUntil)) {
            return "the server said that it is full";
        }
        if (!instance.breaker.blocks(at, instance.running())) {
            return "";
        }
        Instant opensAt = instance.breaker.opensAt();
        return opensAt != null && at.isBefore(opensAt)
                ? "failed repeatedly; tried again in " + seconds(at, opensAt) + " s"
                : "failed repeatedly; another request tries it now";
    }

    private static long seconds(Instant at, Instant until) {
        return (Duration.between(at, until).toMillis() + 999) / 1000;
    }

    private static String reason(String state, String detail) {
        return detail.isEmpty() ? state : state + ": " + detail;
    }
}
