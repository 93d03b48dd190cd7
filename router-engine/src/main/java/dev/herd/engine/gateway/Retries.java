package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.scheduling.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What follows from a failed attempt: another node, or an error for the client. One per request.
final class Retries {
    /// More would multiply the load just when nodes are failing.
    private static final int MOST_OTHER_NODES = 2;

    /// Each time the window is at least doubled.
    private static final int MOST_LARGER_WINDOWS = 4;

    private final Dispatcher dispatcher;
    private final Fleet fleet;

    /// Nodes that answered with a 500, which is only held against them once it is not the request's own mistake.
    private final List<InstanceId> suspects = new ArrayList<>();

    /// What they said.
    private final Set<String> answers = new HashSet<>();

    /// Who answered last, for the client.
    private Map<String, String> answered = Map.of();

    /// What the client is told when nobody serves it.
    private @Nullable AttemptFailed worst;

    private int attempts;

    /// How many of them found the window too small.
    private int largerWindows;

    Retries(Dispatcher dispatcher, Fleet fleet) {
        this.dispatcher = dispatcher;
        this.fleet = fleet;
    }

    /// The ticket for the next node.
    ///
    /// @throws Rejection when there is to be none
    Ticket after(Ticket ticket, AttemptFailed failed) throws Rejection {
        if (worst == null || weight(failed.verdict()) >= weight(worst.verdict())) {
            worst = failed;
        }
        attempts++;
        if (!failed.headers().isEmpty()) {
            answered = failed.headers();
        }
        switch (failed.verdict()) {
            case Verdict.RequestsOwn _ -> {
                // Then the other nodes' 500 were its fault too.
                suspects.clear();
                throw truthful(Rejection.of(failed.verdict()));
            }
            case Verdict.WindowTooSmall(String _, int window) -> {
                return withLargerWindow(ticket, failed, window);
            }
            case Verdict.NodesFault(String message, boolean answers500) -> {
                if (answers500 && !answers.add(message)) {
                    throw truthful(Rejection.failed(400, message, "refused_by_two_nodes"));
                }
                if (answers500) {
                    suspects.add(failed.instance());
                }
            }
            case Verdict.Busy(String _, Duration retryAfter) ->
                fleet.busy(failed.instance().upstream(), retryAfter);
            case Verdict.NotThere _ -> {}
        }
        if (ticket.attempt() - largerWindows >= MOST_OTHER_NODES) {
            throw exhausted(worst);
        }
        return ticket.excluding(failed.instance().upstream());
    }

    /// Nobody is to blame; a larger window, there or elsewhere, may hold the prompt.
    private Ticket withLargerWindow(Ticket ticket, AttemptFailed failed, int window) throws Rejection {
        largerWindows++;
        if (!ticket.fit().whole() || largerWindows > MOST_LARGER_WINDOWS) {
            suspects.clear();
            throw truthful(Rejection.of(failed.verdict()));
        }
        return window > 0
                ? ticket.beyond(window)
                : ticket.excluding(failed.instance().upstream());
    }

    /// A full server makes a later try worth while, and a stale inventory says nothing when another node has failed.
    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case Verdict.NotThere _ -> 0;
            case Verdict.NodesFault _ -> 1;
            case Verdict.Busy _ -> 2;
            case Verdict.RequestsOwn _, Verdict.WindowTooSmall _ -> 3;
        };
    }

    /// A node served the request, so that those who answered 500 are to blame.
    void blameSuspects() {
        suspects.forEach(dispatcher::blame);
        suspects.clear();
    }

    /// What the client is told when the scheduler has no lease.
    Rejection refused(Refusal refusal) {
        AttemptFailed failed = worst;
        if (refusal.reason() == Refusal.Reason.PROMPT_TOO_LONG) {
            return tooLong(failed, refusal);
        }
        if (failed != null && refusal.reason() == Refusal.Reason.NO_ELIGIBLE_NODE) {
            return exhausted(failed);
        }
        String reason = switch (refusal.reason()) {
            case NO_ELIGIBLE_NODE, PROMPT_TOO_LONG -> "no_node";
            case QUEUE_TOO_LONG -> "queue_too_long";
            case DEADLINE_PASSED -> "deadline";
            case STOPPING -> "stopping";
        };
        blameSuspects();
        String message = refusal.detail() + perNode(refusal.candidates());
        return truthful(Rejection.later(503, message, refusal.retryAfter(), reason));
    }

    /// A server's own words say what it was that did not fit: the prompt, or the prompt with the longest answer asked
    /// for.
    private Rejection tooLong(@Nullable AttemptFailed failed, Refusal refusal) {
        suspects.clear();
        String words = failed != null && failed.verdict() instanceof Verdict.WindowTooSmall(String message, int _)
                ? message
                : refusal.detail();
        String message = words + perNode(refusal.candidates());
        return truthful(Rejection.coded(400, message, Rejection.CONTEXT_LENGTH_EXCEEDED));
    }

    /// With the headers of the node that answered last, if any did.
    private Rejection truthful(Rejection rejection) {
        if (answered.isEmpty()) {
            return rejection;
        }
        Map<String, String> headers = new LinkedHashMap<>(answered);
        headers.put(FleetHeaders.RETRIES, Integer.toString(attempts - 1));
        return rejection.with(headers);
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
        return truthful(Rejection.of(failed.verdict()));
    }
}
