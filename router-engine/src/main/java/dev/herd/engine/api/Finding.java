package dev.herd.engine.api;

import java.time.Instant;

/// Something the person should know, in one sentence.
///
/// @param code a stable word, such as `database_set_aside`
public record Finding(String code, String message, Instant since) {}
