package dev.herd.engine.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A model that is loaded in a server's memory.
///
/// @param window context length in tokens as the server reports it; 0 when it does not say
/// @param sizeBytes memory it takes, 0 when unknown
/// @param vramBytes the part of it on the accelerator; less than `sizeBytes` means that it did not fit there
/// @param expiresAt when the server will unload it, null when it does not say
public record Residency(
        int window,
        long sizeBytes,
        long vramBytes,
        @Nullable Instant expiresAt) {}
