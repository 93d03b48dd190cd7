package dev.herd.engine.signal;

/// A machine's main memory, shared with its accelerator where the machine has one memory for both.
///
/// @param totalBytes above 0
/// @param usedBytes by all programs, 0 to `totalBytes`; what the system could give back at once is not used
public record Memory(long totalBytes, long usedBytes) implements Signal {
    /// From this share on a machine is short of memory: common systems begin to swap near it.
    public static final double TIGHT_SHARE = 0.85;

    public Memory {
        if (totalBytes <= 0) {
            throw new IllegalArgumentException("a machine has memory, not " + totalBytes + " bytes");
        }
        usedBytes = Math.clamp(usedBytes, 0, totalBytes);
    }

    /// Used part, 0 to 1.
    public double share() {
        return (double) usedBytes / totalBytes;
    }

    public boolean isTight() {
        return share() >= TIGHT_SHARE;
    }
}
