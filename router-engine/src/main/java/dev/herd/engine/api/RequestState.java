package dev.herd.engine.api;

import java.util.Locale;

/// Where a request is on its way.
public enum RequestState {
    RECEIVED,
    /// No eligible machine; waits a moment for one.
    HELD,
    QUEUED,
    /// Sent to an upstream, nothing back yet.
    STARTED,
    STREAMING,
    DONE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
