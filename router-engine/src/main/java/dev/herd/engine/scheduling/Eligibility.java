package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Objection.Code;
import dev.herd.engine.placement.PromptFit;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The hard filters: whether a ticket may run on an instance at all, and if not, why. Memory is [LoadPlan]'s.
final class Eligibility {
    private static final Objection PINNED_ELSEWHERE =
            new Objection(Code.POLICY, "the request is pinned to another node");
    private static final Objection FAILED_IT = new Objection(Code.FAILED_IT, "failed this request already");
    private static final Objection UNSAYABLE =
            new Objection(Code.NO_CAPABILITY, "this kind of server cannot be asked for it");
    private static final Objection BLIND = new Objection(Code.NO_CAPABILITY, "the model does not support images");
    private static final Objection OTHER_MODEL = new Objection(
            Code.OTHER_MODEL, "has another model under this name, whose vectors cannot be compared with the others'");
    private static final Objection FULL = new Objection(Code.BUSY, "the server said that it is full");

    /// The bound on characters per token is never below.
    private static final long FEWEST_CHARS = 4;

    private Eligibility() {}

    /// Whether the ticket could ever run there, whatever the machines' states: nothing about it rules that
    /// out.
    static boolean suits(Ticket ticket, InstanceState instance) {
        return unsuitable(ticket, instance).isNone();
    }

    /// The reason against it now, none when it is eligible.
    static Objection objection(Ticket ticket, InstanceState instance, Instant at) {
        Holder holder = instance.holder;
        Objection unsuitable = unsuitable(ticket, instance);
        if (!unsuitable.isNone()) {
            return unsuitable;
        }
        if (instance.shown.serves()) {
            return overloadOrBreaker(instance, at);
        }
        NodeState state = holder.node().state();
        if (!state.serves()) {
            boolean deliberate = holder.upstream().state().serves();
            return new Objection(
                    deliberate ? Code.POLICY : Code.OFFLINE,
                    words(state.label(), holder.node().reason()));
        }
        return new Objection(
                Code.OFFLINE,
                words(holder.upstream().state().label(), holder.upstream().reason()));
    }

    /// The reason that a machine's person gives against anything new, none when they give none.
    static Objection closed(Guard guard) {
        return guard.closed()
                ? new Objection(Code.PERSON, words("its person comes first", guard.reason()))
                : Objection.NONE;
    }

    /// The reason against work that takes too long for what a machine's person bears, none when it does not.
    ///
    /// @param seconds that it is expected to run there, loading included
    static Objection tooLongFor(Guard guard, double seconds) {
        double most = guard.allowance().longestSeconds();
        return seconds <= most
                ? Objection.NONE
                : new Objection(
                        Code.PERSON,
                        words(
                                "takes too long beside its person",
                                guard.reason() + "; nothing over " + Math.round(most) + " s"));
    }

    private static Objection unsuitable(Ticket ticket, InstanceState instance) {
        Holder holder = instance.holder;
        Objection tooLong = tooLong(ticket, instance);
        if (!tooLong.isNone()) {
            return tooLong;
        }
        if (ticket.pinned() != null && !holder.node().id().equals(ticket.pinned())) {
            return PINNED_ELSEWHERE;
        }
        if (ticket.excluded().contains(holder.upstream().id())) {
            return FAILED_IT;
        }
        if (ticket.unsuited().contains(holder.upstream().kind())) {
            return UNSAYABLE;
        }
        if (!ticket.admits(holder)) {
            return OTHER_MODEL;
        }
        return ticket.needsVision() && holder.model().lacks("vision") ? BLIND : Objection.NONE;
    }

    /// Only what is certain counts: what a prompt has at least, and what a server said of it.
    private static Objection tooLong(Ticket ticket, InstanceState instance) {
        PromptFit fit = ticket.fit();
        int longest = instance.shown.longestWindow();
        if (!fit.whole() || longest == 0) {
            return Objection.NONE;
        }
        if (fit.tooSmall() >= longest) {
            return tooSmall("a window of " + fit.tooSmall() + " tokens was too small", longest);
        }
        // No bound is above the estimate's own, so that most need no look at what was learned.
        boolean surelyFits = fit.chars() / FEWEST_CHARS <= longest;
        int certain = surelyFits ? 0 : instance.footprint(ticket).certain();
        return certain <= longest
                ? Objection.NONE
                : tooSmall("the prompt has at least " + certain + " tokens", longest);
    }

    private static Objection tooSmall(String prompt, int longest) {
        return new Objection(Code.CONTEXT_TOO_SMALL, prompt + ", the longest window there holds " + longest);
    }

    private static Objection overloadOrBreaker(InstanceState instance, Instant at) {
        Instant busyUntil = instance.busyUntil;
        if (busyUntil != null && at.isBefore(busyUntil)) {
            return FULL;
        }
        if (!instance.isBlocked(at)) {
            return Objection.NONE;
        }
        Instant opensAt = instance.opensAt();
        return new Objection(
                Code.BREAKER_OPEN,
                opensAt != null && at.isBefore(opensAt)
                        ? "failed repeatedly; tried again in " + seconds(at, opensAt) + " s"
                        : "failed repeatedly; another request tries it now");
    }

    /// When it serves again after a rest with an appointed end: a pause, a breaker's back-off, the server's
    /// own wish to be left alone. Empty when it rests without one, or not at all.
    static Optional<Instant> eligibleAt(InstanceState instance, Instant at) {
        Node node = instance.holder.node();
        boolean paused = !node.state().serves();
        if ((paused && node.until() == null)
                || !instance.holder.upstream().state().serves()) {
            return Optional.empty();
        }
        return Stream.of(paused ? node.until() : null, instance.busyUntil, instance.opensAt())
                .flatMap(Stream::ofNullable)
                .filter(at::isBefore)
                .max(Comparator.naturalOrder());
    }

    private static long seconds(Instant at, Instant until) {
        return (Duration.between(at, until).toMillis() + 999) / 1000;
    }

    private static String words(String state, String detail) {
        return detail.isEmpty() ? state : state + ": " + detail;
    }
}
