package dev.herd.app.queues;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import java.util.Optional;

/// Whether a request that was sent waits for its model to be loaded. Servers do not say so while it lasts: it is known
/// from what the decision expected and what is loaded by now. Pure.
final class Loading {
    private Loading() {}

    static boolean isGoingOn(RequestTrace request, EngineSnapshot snapshot) {
        Candidate chosen = request.decision().chosen();
        double expected = expected(request);
        if (chosen == null || expected <= 0) {
            return false;
        }
        Optional<Holder> holder = snapshot.fleet().holder(chosen.instance());
        boolean loadedByNow = holder.isPresent() && holder.get().model().resident() != null;
        // Loaded, and yet a load was expected: it is loaded anew for a larger window, which nothing shows.
        return !loadedByNow || sinceStart(request) < expected;
    }

    /// Seconds of loading that the decision reckoned with.
    static double expected(RequestTrace request) {
        Candidate chosen = request.decision().chosen();
        CostTerms terms = chosen == null ? null : chosen.terms();
        return terms == null ? 0 : terms.load();
    }

    private static double sinceStart(RequestTrace request) {
        double started =
                request.attempts().isEmpty() ? 0 : request.attempts().getLast().startedMs();
        return (request.times().total() - started) / 1000;
    }

    /// The attempt that runs, or ran last.
    static Optional<AttemptTrace> lastAttempt(RequestTrace request) {
        return request.attempts().isEmpty()
                ? Optional.empty()
                : Optional.of(request.attempts().getLast());
    }
}
