package dev.herd.engine.inference;

/// What is asked of a model.
public enum Operation {
    CHAT,
    COMPLETE,
    EMBED
}
