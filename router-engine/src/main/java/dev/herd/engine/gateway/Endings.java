package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.inference.DialectName;
import java.time.Duration;

/// How requests end that are not served: the trace, then the error for the client.
final class Endings {
    /// When trying again makes sense after something that is not the fleet's state.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Why a begun answer ended for the sake of a machine's person, for programs.
    private static final String OWNER_PREEMPTED = "owner_preempted";

    private final ErrorReplies errors;

    Endings(ErrorReplies errors) {
        this.errors = errors;
    }

    void reject(ClientExchange exchange, RequestProgress progress, Rejection rejection) {
        progress.end(rejection.outcome(), rejection.reason() + ": " + rejection.message());
        errors.send(exchange, exchange.route().dialect(), rejection);
    }

    /// The request was stopped from outside, or its client left.
    void stopped(ClientExchange exchange, RequestProgress progress, DialectName dialect) {
        Abort.Reason reason = exchange.abort.reason();
        exchange.abort.unbind();
        switch (reason) {
            case null -> left(exchange, progress);
            case CLIENT_GONE, UPSTREAM_SILENT, STALLED, MAKES_WAY, STEPS_BACK, OVERTAKEN, OTHER_PART_FAILED ->
                left(exchange, progress);
            case CANCELLED_BY_OPERATOR -> {
                progress.end(RequestOutcome.FAILED, "cancelled_by_operator");
                say(exchange, dialect, "the request was cancelled by the operator");
            }
            case OWNER_PREEMPTED -> {
                progress.end(RequestOutcome.INCOMPLETE, OWNER_PREEMPTED);
                say(
                        exchange,
                        dialect,
                        OWNER_PREEMPTED + ": the person at the machine that answered needs it; please ask again");
            }
            case DEADLINE -> {
                progress.end(RequestOutcome.REJECTED, "deadline");
                say(exchange, dialect, "no answer began within the time X-Herd-Deadline gives");
            }
            case STOPPING -> {
                progress.end(RequestOutcome.FAILED, "stopping");
                say(exchange, dialect, "Herd is stopping");
            }
        }
    }

    private static void left(ClientExchange exchange, RequestProgress progress) {
        progress.end(RequestOutcome.CLIENT_DISCONNECTED, "");
        exchange.drop();
    }

    /// A defect of ours.
    void broken(ClientExchange exchange, RequestProgress progress, DialectName dialect) {
        exchange.abort.unbind();
        progress.end(RequestOutcome.FAILED, "internal_error");
        String message = "internal error; see the log for request " + exchange.id();
        errors.send(exchange, dialect, Rejection.failed(500, message, "internal_error"));
    }

    /// What the request would have needed is not to be had: Herd's own memory.
    void exhausted(ClientExchange exchange, RequestProgress progress, DialectName dialect) {
        exchange.abort.unbind();
        progress.end(RequestOutcome.FAILED, "no_memory");
        say(exchange, dialect, "Herd has no memory for this request now");
    }

    private void say(ClientExchange exchange, DialectName dialect, String message) {
        errors.send(exchange, dialect, Rejection.later(503, message, SOON, "stopped"));
    }
}
