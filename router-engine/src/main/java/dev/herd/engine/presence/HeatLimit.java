package dev.herd.engine.presence;

import dev.herd.engine.signal.Heat;

/// What a machine may do as hot as it is.
///
/// @param level what counts, see [HeatRule]
/// @param reason for people, such as `its heat is serious`; empty at [Heat.Level#NOMINAL]
public record HeatLimit(Heat.Level level, String reason) {
    /// Not hot, as far as anybody knows.
    public static final HeatLimit NONE = new HeatLimit(Heat.Level.NOMINAL, "");

    /// What follows, mildest first.
    public enum Work {
        /// As ever.
        ALL,
        /// One at a time: heat that is spread is carried off.
        FEWER,
        /// What runs ends, nothing new begins.
        NOTHING_NEW,
        /// What can be done elsewhere is given back.
        GIVE_BACK
    }

    public Work work() {
        return switch (level) {
            case NOMINAL -> Work.ALL;
            case FAIR -> Work.FEWER;
            case SERIOUS -> Work.NOTHING_NEW;
            case CRITICAL -> Work.GIVE_BACK;
        };
    }
}
