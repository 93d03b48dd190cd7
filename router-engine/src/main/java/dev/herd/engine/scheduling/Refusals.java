package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;

/// The ways of saying no.
final class Refusals {
    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);

    /// Of the work ahead, this much counts for a refusal while nobody has measured the machine: a fast one is
    /// done in that time, and an assumption alone turns nobody away.
    private static final double SURE_SHARE = 0.25;

    private Refusals() {}

    /// The wait that a refusal may rest on: as predicted where the machine was measured; otherwise until the
    /// first slot is free, and a share of the rest.
    static double sureWait(InstanceState best, double wait) {
        if (!best.isUnmeasured()) {
            return wait;
        }
        double first = best.slotTimes(new SlotTimes(best.slots())).soonest();
        return first + SURE_SHARE * Math.max(0, wait - first);
    }

    static Effect stopping(Ticket ticket) {
        return refuse(ticket, Refusal.Reason.STOPPING, LEAST_RETRY, "Herd is stopping", Decision.NONE);
    }

    static Effect queueFull(Ticket ticket, Placement placement) {
        return refuse(
                ticket,
                Refusal.Reason.QUEUE_TOO_LONG,
                duration(placement.waitSeconds()),
                "the queue is full",
                placement.decision());
    }

    static Effect tooLong(Ticket ticket, Placement placement) {
        double wait = placement.waitSeconds();
        String detail =
                "the predicted wait of %d s is longer than the request may wait".formatted((long) Math.ceil(wait));
        return refuse(ticket, Refusal.Reason.QUEUE_TOO_LONG, duration(wait), detail, placement.decision());
    }

    static Effect outOfTime(Ticket ticket, Placement placement) {
        String detail = "no slot became free within the time the request may wait";
        return refuse(
                ticket,
                Refusal.Reason.DEADLINE_PASSED,
                duration(placement.waitSeconds()),
                detail,
                placement.decision());
    }

    /// @param hold how long such a ticket is held
    static Effect noNode(Ticket ticket, Placement placement, Duration hold, Instant at) {
        if (placement.isTooLong()) {
            return tooLongPrompt(ticket, placement);
        }
        Duration retry = placement
                .eligibleAt(at)
                .map(moment -> Duration.between(at, moment))
                .orElse(hold);
        return refuse(
                ticket,
                Refusal.Reason.NO_ELIGIBLE_NODE,
                retry,
                "no machine can serve the model now",
                placement.decision());
    }

    /// In the words that clients look for.
    private static Effect tooLongPrompt(Ticket ticket, Placement placement) {
        String detail = "the input length exceeds the context length; this model's maximum context length is "
                + placement.longestWindow() + " tokens";
        return refuse(ticket, Refusal.Reason.PROMPT_TOO_LONG, LEAST_RETRY, detail, placement.decision());
    }

    private static Effect refuse(
            Ticket ticket, Refusal.Reason reason, Duration retry, String detail, Decision decision) {
        Duration after = retry.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : retry;
        return new Effect.Refuse(ticket.id(), new Refusal(reason, after, detail, decision.candidates()));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }
}
