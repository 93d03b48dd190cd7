package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.scheduling.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What follows from a failed attempt: another node, or an error for the client. One per request.
final class Retries {
    /// More would multiply the load just when nodes are failing.
    private static final int MOST_OTHER_NODES = 2;

    private final Dispatcher dispatcher;
    private final Fleet fleet;

    /// Nodes that answered with a 500, which is only held against them once it is not the request's own mistake.
    private final List<InstanceId> suspects = new ArrayList<>();

    private @Nullable AttemptFailed last;
    private @Nullable String answeredBefore;

    Retries(Dispatcher dispatcher, Fleet fleet) {
        this.dispatcher = dispatcher;
        this.fleet = fleet;
    }

    /// The ticket for the next node.
    ///
    /// @throws Rejection when there is to be none
    Ticket after(Ticket ticket, AttemptFailed failed) throws Rejection {
        last = failed;
        switch (failed.verdict()) {
            case Verdict.RequestsOwn(int status, String message) -> {
                blameSuspects();
                throw Rejection.failed(status, message, "refused_by_model_server")
                        .with(failed.headers());
            }
            case Verdict.NodesFault(String message, boolean answered) -> {
                if (answered && Objects.equals(message, answeredBefore)) {
                    throw Rejection.failed(400, message, "refused_by_two_nodes").with(failed.headers());
                }
                if (answered) {
                    suspects.add(failed.instance());
                    answeredBefore = message;
                }
            }
            case Verdict.Busy(String _, Duration retryAfter) ->
                fleet.busy(failed.instance().upstream(), retryAfter);
            case Verdict.NotThere _ -> {}
        }
        if (ticket.attempt() >= MOST_OTHER_NODES) {
            throw exhausted(failed);
        }
        return ticket.excluding(failed.instance().upstream());
    }

    /// A node served the request, so that those who answered 500 are to blame.
    void blameSuspects() {
        suspects.forEach(dispatcher::blame);
        suspects.clear();
    }

    /// What the client is told when the scheduler has no lease.
    Rejection refused(Refusal refusal) {
        AttemptFailed failed = last;
        if (failed != null && refusal.reason() == Refusal.Reason.NO_ELIGIBLE_NODE) {
            return exhausted(failed);
        }
        String reason = switch (refusal.reason()) {
            case NO_ELIGIBLE_NODE -> "no_node";
            case QUEUE_TOO_LONG -> "queue_too_long";
            case DEADLINE_PASSED -> "deadline";
            case STOPPING -> "stopping";
        };
        blameSuspects();
        return Rejection.later(503, refusal.detail() + perNode(refusal.candidates()), refusal.retryAfter(), reason);
    }

    private static String perNode(List<Candidate> candidates) {
        String nodes = candidates.stream()
                .filter(candidate -> !candidate.reason().isEmpty())
                .map(candidate -> candidate.nodeName() + " (" + candidate.reason() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        return nodes.isEmpty() ? "" : ": " + nodes;
    }

    private Rejection exhausted(AttemptFailed failed) {
        blameSuspects();
        Rejection rejection = switch (failed.verdict()) {
            case Verdict.Busy(String message, Duration retryAfter) ->
                Rejection.later(429, message, retryAfter, "model_servers_busy");
            case Verdict.NotThere(int status, String message) -> Rejection.failed(status, message, "model_gone");
            case Verdict.NodesFault(String message, boolean _) -> Rejection.failed(502, message, "attempts_exhausted");
            case Verdict.RequestsOwn(int status, String message) ->
                Rejection.failed(status, message, "refused_by_model_server");
        };
        return rejection.with(failed.headers());
    }
}
