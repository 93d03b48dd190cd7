package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;

/// The hard filters: whether a ticket may run on an instance at all, and if not, why, in words for people.
final class Eligibility {
    private Eligibility() {}

    /// The reason against it, or empty when it is eligible.
    static String objection(Ticket ticket, InstanceState instance, Instant at) {
        Holder holder = instance.holder;
        if (ticket.pinned() != null && !holder.node().id().equals(ticket.pinned())) {
            return "the request is pinned to another node";
        }
        if (ticket.excluded().contains(holder.upstream().id())) {
            return "failed this request already";
        }
        if (!holder.node().state().serves()) {
            return reason(holder.node().state().label(), holder.node().reason());
        }
        if (!holder.upstream().state().serves()) {
            return reason(holder.upstream().state().label(), holder.upstream().reason());
        }
        if (ticket.needsVision() && holder.model().lacks("vision")) {
            return "the model does not support images";
        }
        return overloadOrBreaker(instance, at);
    }

    private static String overloadOrBreaker(InstanceState instance, Instant at) {
        Instant busyUntil = instance.busyUntil;
        if (busyUntil != null && at.isBefore(busyUntil)) {
            return "the server said that it is full";
        }
        if (instance.breaker.blocks(at, instance.running())) {
            Instant opensAt = instance.breaker.opensAt();
            long seconds = opensAt == null
                    ? 0
                    : Math.max(0, Duration.between(at, opensAt).toSeconds());
            return "failed repeatedly; tried again in " + seconds + " s";
        }
        return "";
    }

    private static String reason(String state, String detail) {
        return detail.isEmpty() ? state : state + ": " + detail;
    }
}
