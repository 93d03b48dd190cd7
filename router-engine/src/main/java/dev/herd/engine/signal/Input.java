package dev.herd.engine.signal;

import java.time.Duration;

/// When a person last touched keyboard, mouse or the like.
///
/// @param idle since then
public record Input(Duration idle) implements Signal {}
