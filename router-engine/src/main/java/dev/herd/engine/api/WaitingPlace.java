package dev.herd.engine.api;

/// Where a request stands in the queue.
///
/// @param position from 1
/// @param etaSeconds predicted wait
/// @param plannedNode name of the machine it waits for, empty while no machine can serve it
public record WaitingPlace(int position, double etaSeconds, String plannedNode) {}
