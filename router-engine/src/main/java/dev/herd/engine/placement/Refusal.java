package dev.herd.engine.placement;

import java.time.Duration;
import java.util.List;

/// Why a ticket got no lease.
///
/// @param retryAfter when trying again makes sense, at least one second
/// @param detail for the client, in one sentence
/// @param candidates each place with the reason against it
public record Refusal(Reason reason, Duration retryAfter, String detail, List<Candidate> candidates) {
    public Refusal {
        candidates = List.copyOf(candidates);
    }

    /// The kinds of "no".
    public enum Reason {
        /// No machine that serves has the model, or may run the request.
        NO_ELIGIBLE_NODE,
        /// The prompt fits into no window that any machine can have for the model.
        PROMPT_TOO_LONG,
        /// The predicted wait exceeds what the request may wait.
        QUEUE_TOO_LONG,
        /// Its time ran out in the queue.
        DEADLINE_PASSED,
        /// The engine is stopping.
        STOPPING
    }
}
