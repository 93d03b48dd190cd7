package dev.herd.engine.sensing.macos;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Virtual cameras that say they run all the time, as those of some programs do. One that ran when it was first seen,
/// or runs for hours, shows nothing until it was seen at rest: a real camera runs beside it when a person uses it. Used
/// by one thread at a time.
final class AlwaysOn {
    /// Longer than meetings are.
    private static final Duration TOO_LONG = Duration.ofHours(4);

    private final Map<Integer, Instant> since = new HashMap<>();
    private final Set<Integer> ignored = new HashSet<>();
    private final Set<Integer> seen = new HashSet<>();

    /// Whether that a virtual device runs means anything.
    boolean means(int device, Instant now) {
        if (seen.add(device)) {
            ignored.add(device);
        }
        Instant begun = since.computeIfAbsent(device, _ -> now);
        if (Duration.between(begun, now).compareTo(TOO_LONG) > 0) {
            ignored.add(device);
        }
        return !ignored.contains(device);
    }

    /// Notes that a device does not run.
    void rests(int device) {
        seen.add(device);
        since.remove(device);
        ignored.remove(device);
    }
}
