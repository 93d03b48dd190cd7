package dev.herd.engine.fleet;

import java.util.Locale;

/// Whether a machine runs Herd itself.
public enum NodeKind {
    /// Runs Herd: sensed, and steps back for its person.
    HERD,
    /// A model server alone, known only through its API.
    PLAIN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
