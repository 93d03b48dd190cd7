package dev.herd.engine.fleet;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a machine stands to its person now, and what that leaves to the fleet.
///
/// @param reason for people: `in a meeting: camera in use`; empty when there is nothing to say
/// @param until when the state ends by itself if nothing happens, null when that is not known
public record Guard(State state, String reason, @Nullable Instant until, Allowance allowance) {
    /// Of a machine that nobody senses.
    public static final Guard NONE = new Guard(State.UNKNOWN, "", null, Allowance.ALL);

    /// Whether it takes nothing new at all.
    public boolean closed() {
        return !allowance.takesNew();
    }

    /// Whether it keeps the machine from others, not from its own person: whatever it answers for them goes on.
    public boolean isCourtesy() {
        return allowance.goesOn().begunSeconds() == Double.POSITIVE_INFINITY;
    }

    /// The same without its end, for those to whom only what holds now matters.
    public Guard lasting() {
        return until == null ? this : new Guard(state, reason, null, allowance);
    }

    /// The reasons, the strongest first.
    public enum State {
        /// Its person wants it to serve, whatever speaks against it.
        SERVES_ANYWAY,
        /// It falls asleep.
        ASLEEP,
        /// It is too hot to work for others.
        HOT,
        /// Camera or microphone are in use, or were a moment ago.
        MEETING,
        /// Its person gave these hours to nobody.
        SCHEDULED,
        /// It lives on its battery.
        BATTERY,
        /// A meeting ended: it begins slowly.
        AFTER_MEETING,
        /// Its person works with it, and it has to work for that.
        ACTIVE,
        /// Its person is there, and it has little to do.
        LIGHT,
        /// Nobody has touched it for a while.
        IDLE,
        /// Nobody is there.
        AWAY,
        /// Nothing tells whether somebody is there.
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
