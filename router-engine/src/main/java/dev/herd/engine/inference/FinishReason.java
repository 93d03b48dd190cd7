package dev.herd.engine.inference;

/// Why an answer ended.
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    /// Nothing was generated: the model was loaded.
    LOAD,
    /// Nothing was generated: the model was unloaded.
    UNLOAD
}
