package dev.herd.app.tray;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A request that failed or was cut.
///
/// @param at when it arrived
public record RecentError(String request, Instant at, String model, String reason) {
    /// As many as a menu shows.
    public static final int KEPT = 5;

    /// The errors with what `event` adds to them, newest first.
    public static List<RecentError> after(EngineEvent event, List<RecentError> before) {
        if (event instanceof EngineEvent.RequestChanged(RequestTrace trace) && isError(trace)) {
            var error = new RecentError(trace.id(), trace.receivedAt(), trace.askedModel(), trace.reason());
            return Stream.concat(Stream.of(error), before.stream()).limit(KEPT).toList();
        }
        return before;
    }

    /// As the figure of the last hour's errors counts them.
    private static boolean isError(RequestTrace trace) {
        return trace.outcome() == RequestOutcome.FAILED || trace.outcome() == RequestOutcome.INCOMPLETE;
    }
}
