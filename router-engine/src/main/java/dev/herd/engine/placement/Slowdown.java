package dev.herd.engine.placement;

import java.time.Instant;

/// A machine answers slower than it does when cold, as its own rates show.
///
/// @param share of its cold speed, above 0 and below 1
/// @param since its first slow answer
public record Slowdown(double share, Instant since) {}
