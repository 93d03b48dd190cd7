package dev.herd.engine.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A model that is loaded in a server's memory.
///
/// @param window context length in tokens as the server reports it; 0 when it does not say
/// @param sizeBytes memory it takes, 0 when unknown
/// @param vramBytes the part of it on the accelerator; less than `sizeBytes` means that it did not fit there
/// @param expiresAt when the server will unload it, null when it does not say
/// @param underAnotherName whether the server lists it by another name, whose weights are the same; its memory counts
///     there
public record Residency(
        int window,
        long sizeBytes,
        long vramBytes,
        @Nullable Instant expiresAt,
        boolean underAnotherName) {

    /// Listed by its own name.
    public Residency(int window, long sizeBytes, long vramBytes, @Nullable Instant expiresAt) {
        this(window, sizeBytes, vramBytes, expiresAt, false);
    }

    /// The same runner, seen by another name of its weights.
    public Residency sharedWithAnotherName() {
        return new Residency(window, 0, 0, expiresAt, true);
    }
}
