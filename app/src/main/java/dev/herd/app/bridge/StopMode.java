package dev.herd.app.bridge;

/// How an engine is ended.
public enum StopMode {
    /// Takes nothing new and waits until what runs has ended, however long that takes.
    WHEN_IDLE,
    /// Ends what runs with an error that its client can tell from an answer.
    NOW
}
