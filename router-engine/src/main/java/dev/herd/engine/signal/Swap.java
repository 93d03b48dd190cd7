package dev.herd.engine.signal;

/// Room on disk for what does not fit into main memory.
///
/// @param totalBytes 0 where there is none
/// @param usedBytes 0 to `totalBytes`
public record Swap(long totalBytes, long usedBytes) implements Signal {
    public Swap {
        usedBytes = Math.clamp(usedBytes, 0, Math.max(0, totalBytes));
    }
}
