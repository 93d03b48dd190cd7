package dev.herd.app.bridge;

import java.util.function.Consumer;

/// Owns the engine's life for the window: starts it, says what became of it, ends it. Thread-safe; every call returns
/// at
/// once.
public interface EngineHost {
    /// Lets `listener` hear the present phase and every later one, in order, on a thread of the host's.
    void onPhase(Consumer<EnginePhase> listener);

    /// Starts an engine; if one runs, it is ended first, as with [StopMode#NOW].
    void start(StartMode mode);

    /// Ends the engine. The last phase is [EnginePhase.Stopped]; without an engine it comes at once.
    void stop(StopMode mode);
}
