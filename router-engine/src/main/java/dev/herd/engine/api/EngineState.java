package dev.herd.engine.api;

import java.util.Locale;

/// What the endpoint does, in one word.
public enum EngineState {
    /// Runs, and has not heard of any model server yet.
    STARTING,
    /// No machine can serve.
    NO_NODES,
    /// Ready, nothing to do.
    IDLE,
    SERVING,
    /// Serves, and requests wait.
    BUSY,
    /// Every machine that could serve is paused or drained.
    PAUSED,
    /// Takes nothing new and ends when what runs has ended.
    STOPPING;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
