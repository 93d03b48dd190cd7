package dev.herd.engine.protocol;

import java.time.InstantSource;

/// What an encoder must know besides the events.
///
/// @param model the name the client asked for, which the answer echoes
/// @param uniqueId letters and digits, unique per answer; encoders put their dialect's prefix before it
/// @param clock for the times that answers carry
public record ReplyContext(String model, String uniqueId, InstantSource clock) {}
