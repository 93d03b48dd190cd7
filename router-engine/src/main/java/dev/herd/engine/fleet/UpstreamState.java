package dev.herd.engine.fleet;

import java.util.Locale;

/// How an upstream answers.
public enum UpstreamState {
    /// Answers its inventory.
    UP,
    /// Accepts connections but says that it is not ready yet.
    STARTING,
    /// Answers, and refuses work because it has too much.
    OVERLOADED,
    /// Accepts connections and never answers.
    WEDGED,
    /// Refuses connections, or cannot be reached.
    DOWN;

    /// Whether requests may be sent to it.
    public boolean serves() {
        return this == UP || this == OVERLOADED;
    }

    /// The name in JSON.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
