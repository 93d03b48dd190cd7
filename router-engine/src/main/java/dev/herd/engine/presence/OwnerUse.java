package dev.herd.engine.presence;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.util.Optional;

/// Whether a machine's person uses it: they touched it within five minutes, are in a meeting, or their
/// programs work. Herd's own work is no sign of anybody.
public final class OwnerUse {
    private OwnerUse() {}

    /// How the person uses the machine; nothing when that cannot be told: what is unknown is never a no.
    ///
    /// @param foreign what [ForeignLoadRule] left of the machine's load
    /// @param state how the machine stands to its person
    public static Optional<Stretch.Use> of(NodeSignals signals, ForeignLoad foreign, Guard.State state) {
        if (state == Guard.State.MEETING || foreign.heavy()) {
            return Optional.of(Stretch.Use.ACTIVE);
        }
        boolean locked = signals.get(Lock.class).known().map(Lock::locked).orElse(false);
        Optional<Duration> idle = signals.get(Input.class).known().map(Input::idle);
        if (!locked && idle.isPresent() && idle.get().compareTo(Now.IDLE_AFTER) < 0) {
            return Optional.of(Stretch.Use.ACTIVE);
        }
        if (!foreign.isKnown() || (!locked && idle.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(locked ? Stretch.Use.LOCKED : Stretch.Use.IDLE);
    }

    /// The machine at this moment, for [Week#returns].
    public static Now now(NodeSignals signals, ForeignLoad foreign, Guard.State state) {
        Optional<Stretch.Use> use = of(signals, foreign, state);
        if (use.equals(Optional.of(Stretch.Use.ACTIVE))) {
            return Now.HERE;
        }
        Reading<Lock> lock = signals.get(Lock.class);
        return new Now(
                signals.get(Input.class).known().map(Input::idle).orElse(null),
                lock.known().map(Lock::locked).orElse(false));
    }
}
