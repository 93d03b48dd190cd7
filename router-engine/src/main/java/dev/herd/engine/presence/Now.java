package dev.herd.engine.presence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a machine is at this moment, as far as its person's return depends on it.
///
/// @param idle since the person last touched it; null where nobody can tell
/// @param locked whether its screen is locked; false where nobody can tell
public record Now(@Nullable Duration idle, boolean locked) {
    /// From this on a person who touches nothing is not at work.
    public static final Duration IDLE_AFTER = Duration.ofMinutes(5);

    /// The person is at work.
    public static final Now HERE = new Now(Duration.ZERO, false);

    /// Nobody can tell.
    public static final Now UNKNOWN = new Now(null, false);

    public static Now idle(Duration idle) {
        return new Now(idle, false);
    }

    public static Now locked(Duration idle) {
        return new Now(idle, true);
    }

    boolean isHere() {
        return !locked && idle != null && idle.compareTo(IDLE_AFTER) < 0;
    }

    /// For how long the person is away, zero where nobody can tell.
    Duration away() {
        if (idle == null || isHere()) {
            return Duration.ZERO;
        }
        return locked ? idle : idle.minus(IDLE_AFTER);
    }
}
