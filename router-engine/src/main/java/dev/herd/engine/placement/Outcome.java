package dev.herd.engine.placement;

import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import java.time.Duration;

/// How a lease ended.
public sealed interface Outcome {
    /// The answer came to its end.
    record Served(TokenUsage usage, Timings timings, Duration firstToken, Duration total) implements Outcome {}

    /// The upstream is to blame.
    record UpstreamFailed(String reason) implements Outcome {}

    /// The upstream says that it has too much; it is left alone for a moment, without blame.
    record UpstreamBusy(Duration retryAfter) implements Outcome {}

    /// The upstream does not have the model that its inventory promised.
    record ModelGone() implements Outcome {}

    /// Nobody's fault but the request's own.
    record RequestRefused() implements Outcome {}

    /// It made way for a more urgent one, and is asked for again.
    record Preempted() implements Outcome {}

    /// The client left, or the request was cancelled.
    record Abandoned() implements Outcome {}
}
