package dev.herd.engine.api;

/// Hears what happens, in order. Called on a thread of the engine, one call at a time; slow listeners lose events and
/// are
/// told how many.
public interface EngineListener {
    void happened(EngineEvent event);

    /// Events were lost.
    ///
    /// @param lost how many
    void gap(long lost);
}
