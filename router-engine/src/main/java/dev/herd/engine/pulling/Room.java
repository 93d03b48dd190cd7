package dev.herd.engine.pulling;

import java.util.Locale;
import java.util.Optional;

/// What is known of a machine that may get a model.
///
/// @param memoryBytes for models, 0 when unknown
/// @param diskBytes free where its server keeps models, -1 when unknown
/// @param speed how fast it reads weights while it generates, in bytes a second; 0 when unknown
public record Room(long memoryBytes, long diskBytes, double speed) {
    /// Of a machine that is known through its model server alone.
    public static final Room UNKNOWN = new Room(0, -1, 0);

    /// The same for a model that the machine's memory is known to hold.
    Room proven() {
        return new Room(0, diskBytes, speed);
    }

    /// Why a model cannot fit, with the sums; empty when it can, or when that is not known.
    ///
    /// @param weights bytes in memory, 0 when unknown
    /// @param toCome bytes that have still to be written to disk, 0 when unknown
    Optional<String> objection(long weights, long toCome) {
        if (memoryBytes > 0 && weights > memoryBytes) {
            return Optional.of("needs " + gigabytes(weights) + " of memory and there are " + gigabytes(memoryBytes)
                    + " for models");
        }
        if (diskBytes >= 0 && toCome > diskBytes) {
            return Optional.of("needs " + gigabytes(toCome) + " of disk and " + gigabytes(diskBytes) + " are free");
        }
        return Optional.empty();
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
