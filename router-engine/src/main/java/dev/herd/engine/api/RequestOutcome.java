package dev.herd.engine.api;

import java.util.Locale;

/// How a request ended; each ends exactly once.
public enum RequestOutcome {
    COMPLETED,
    FAILED,
    REJECTED,
    CLIENT_DISCONNECTED,
    INCOMPLETE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
