package dev.herd.engine.fleet;

import java.util.Locale;

/// What a machine does for the fleet now.
public enum NodeState {
    UP,
    STARTING,
    OVERLOADED,
    WEDGED,
    DOWN,
    /// Takes nothing new until resumed; what runs goes on.
    PAUSED,
    /// Takes nothing new, meant to be taken away once idle.
    DRAINING;

    public boolean serves() {
        return this == UP || this == OVERLOADED;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
