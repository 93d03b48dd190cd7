package dev.herd.engine.api;

import dev.herd.engine.signal.NodeSignals;

/// How one machine is, and how it was in the last hour.
///
/// @param tokensPerSecond generated now
/// @param tokens tokens per second
/// @param memory used share, 0 to 1
/// @param processor load, 0 to 1
public record NodeVitals(NodeSignals signals, double tokensPerSecond, Series tokens, Series memory, Series processor) {}
