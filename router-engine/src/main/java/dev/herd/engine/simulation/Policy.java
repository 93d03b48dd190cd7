package dev.herd.engine.simulation;

/// Decides where tasks run. Told of everything that happens, in order.
interface Policy {
    /// A task came; or its machine was lost with it.
    void arrived(Task task);

    void completed(Job job, SimulatedServer server);

    /// A job's machine is gone.
    void lost(Job job, SimulatedServer server);

    /// Something was loaded or unloaded, or a machine came, went, or changed its state.
    void fleetChanged();

    /// Looks for what must never be.
    default void check(Violations violations) {}
}
