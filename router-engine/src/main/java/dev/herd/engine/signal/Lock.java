package dev.herd.engine.signal;

/// Whether the machine's session is locked, or belongs to nobody at the screen.
public record Lock(boolean locked) implements Signal {}
