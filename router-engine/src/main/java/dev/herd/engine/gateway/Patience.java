package dev.herd.engine.gateway;

import java.time.Duration;

/// How long the endpoint waits for others who have begun and do not go on.
///
/// @param stream for the next byte of a model server's begun stream
/// @param body for the next byte of a request's body
/// @param reader for a client to take something of its answer
public record Patience(Duration stream, Duration body, Duration reader) {
    /// No model takes two minutes for one token; a machine that sleeps does. A minute without a byte means that a
    /// client
    /// is gone, or holds memory that others need.
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(60));
}
