package dev.herd.engine.presence;

import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.NodeSignals;

/// What is known of a machine and its person at one moment.
///
/// @param heat its level, held so that it does not flap
/// @param foreignLoad share of processor or accelerator, whichever is more, that its person's own programs take, 0 to
///     1; NaN when unknown
/// @param asleep whether it is about to sleep, or sleeps
public record Facts(NodeSignals signals, Heat.Level heat, double foreignLoad, boolean asleep) {}
