package dev.herd.engine.simulation;

import dev.herd.engine.placement.Lease;

/// A task that runs on a server by a lease.
record Run(Lease lease, SimulatedServer server, Job job) {
    /// Whether its client has its first token.
    boolean answers() {
        return server.hasAnswered(job);
    }
}
