package dev.herd.engine.signal;

/// The disk that holds models.
///
/// @param freeBytes that may be written
/// @param busy share of the time it worked lately, 0 to 1
public record Disk(long totalBytes, long freeBytes, double busy) implements Signal {
    public Disk {
        busy = Math.clamp(busy, 0, 1);
    }
}
