package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Objection.Code;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;

/// The hard filters: whether a ticket may run on an instance at all, and if not, why. Memory is [LoadPlan]'s.
final class Eligibility {
    private static final Objection PINNED_ELSEWHERE =
            new Objection(Code.POLICY, "the request is pinned to another node");
    private static final Objection FAILED_IT = new Objection(Code.FAILED_IT, "failed this request already");
    private static final Objection UNSAYABLE =
            new Objection(Code.NO_CAPABILITY, "this kind of server cannot be asked for it");
    private static final Objection BLIND = new Objection(Code.NO_CAPABILITY, "the model does not support images");
    private static final Objection FULL = new Objection(Code.BUSY, "the server said that it is full");

    private Eligibility() {}

    /// Whether the ticket could ever run there, whatever the machines' states: nothing about it rules that
    /// out.
    static boolean suits(Ticket ticket, InstanceState instance) {
        return unsuitable(ticket, instance.holder).isNone();
    }

    /// The reason against it now, none when it is eligible.
    static Objection objection(Ticket ticket, InstanceState instance, Instant at) {
        Holder holder = instance.holder;
        Objection unsuitable = unsuitable(ticket, holder);
        if (!unsuitable.isNone()) {
            return unsuitable;
        }
        NodeState state = holder.node().state();
        if (!state.serves()) {
            boolean deliberate = holder.upstream().state().serves();
            return new Objection(
                    deliberate ? Code.POLICY : Code.OFFLINE,
                    words(state.label(), holder.node().reason()));
        }
        if (!holder.upstream().state().serves()) {
            return new Objection(
                    Code.OFFLINE,
                    words(holder.upstream().state().label(), holder.upstream().reason()));
        }
        return overloadOrBreaker(instance, at);
    }

    private static Objection unsuitable(Ticket ticket, Holder holder) {
        if (ticket.pinned() != null && !holder.node().id().equals(ticket.pinned())) {
            return PINNED_ELSEWHERE;
        }
        if (ticket.excluded().contains(holder.upstream().id())) {
            return FAILED_IT;
        }
        if (ticket.unsuited().contains(holder.upstream().kind())) {
            return UNSAYABLE;
        }
        return ticket.needsVision() && holder.model().lacks("vision") ? BLIND : Objection.NONE;
    }

    private static Objection overloadOrBreaker(InstanceState instance, Instant at) {
        Instant busyUntil = instance.busyUntil;
        if (busyUntil != null && at.isBefore(busyUntil)) {
            return FULL;
        }
        if (!instance.breaker.blocks(at, instance.running())) {
            return Objection.NONE;
        }
        Instant opensAt = instance.breaker.opensAt();
        return new Objection(
                Code.BREAKER_OPEN,
                opensAt != null && at.isBefore(opensAt)
                        ? "failed repeatedly; tried again in " + seconds(at, opensAt) + " s"
                        : "failed repeatedly; another request tries it now");
    }

    private static long seconds(Instant at, Instant until) {
        return (Duration.between(at, until).toMillis() + 999) / 1000;
    }

    private static String words(String state, String detail) {
        return detail.isEmpty() ? state : state + ": " + detail;
    }
}
