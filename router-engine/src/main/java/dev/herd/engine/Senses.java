package dev.herd.engine;

import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.signal.NodeSignals;

/// What this process senses: its own machine, and those of a demo. Thread-safe.
///
/// @param board shows it to people
/// @param people let it decide
record Senses(SignalBoard board, People people) {
    /// What a machine's sensors say now.
    void sensed(NodeId node, NodeSignals signals) {
        board.sensed(node, signals);
        people.sensed(node, signals);
    }
}
