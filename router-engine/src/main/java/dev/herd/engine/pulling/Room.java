package dev.herd.engine.pulling;

import java.util.Locale;
import java.util.Optional;

/// What is known of a machine that may get a model.
///
/// @param memoryBytes for models, 0 when unknown
/// @param diskBytes free where its server keeps models, -1 when unknown
/// @param speed how fast it reads weights while it generates, in bytes a second; 0 when unknown
/// @param shortOfMemory whether its memory is so full that nothing is brought there now
public record Room(long memoryBytes, long diskBytes, double speed, boolean shortOfMemory) {
    /// Of a machine that is known through its model server alone.
    public static final Room UNKNOWN = new Room(0, -1, 0);

    /// Of a machine that has memory to spare, as far as is known.
    public Room(long memoryBytes, long diskBytes, double speed) {
        this(memoryBytes, diskBytes, speed, false);
    }

    /// The same for a model that the machine's memory is known to hold.
    Room proven() {
        return new Room(0, diskBytes, speed, shortOfMemory);
    }

    /// Why a model cannot fit, with the sums; empty when it can, or when that is not known.
    ///
    /// @param weights bytes in memory, 0 when unknown
    /// @param toCome bytes that have still to be written to disk, 0 when unknown
    Optional<String> objection(long weights, long toCome) {
        if (shortOfMemory) {
            return Optional.of("its memory is short: nothing is pulled there now");
        }
        if (memoryBytes > 0 && weights > memoryBytes) {
            return Optional.of("needs " + gibibytes(weights) + " of memory and there are " + gibibytes(memoryBytes)
                    + " for models");
        }
        if (diskBytes >= 0 && toCome > diskBytes) {
            return Optional.of("needs " + gibibytes(toCome) + " of disk and " + gibibytes(diskBytes) + " are free");
        }
        return Optional.empty();
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
