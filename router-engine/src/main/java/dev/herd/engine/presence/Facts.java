package dev.herd.engine.presence;

import dev.herd.engine.signal.NodeSignals;

/// What is known of a machine and its person at one moment.
///
/// @param heat what it may do as hot as it is
/// @param foreign what its person's own programs take of it
/// @param asleep whether it is about to sleep, or sleeps
public record Facts(NodeSignals signals, HeatLimit heat, ForeignLoad foreign, boolean asleep) {}
