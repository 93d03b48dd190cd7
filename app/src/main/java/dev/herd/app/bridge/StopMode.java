package dev.herd.app.bridge;

import java.time.Duration;

/// How an engine is ended: it takes nothing new, and what runs then may end by itself for a while. What has not ended
/// then is ended with an error that its client can tell from an answer.
public enum StopMode {
    /// However long that takes: longer than any request runs.
    WHEN_IDLE(Duration.ofDays(365)),
    /// As long as a system waits for a process that it asked to end.
    SOON(Duration.ofSeconds(30)),
    NOW(Duration.ZERO);

    private final Duration patience;

    StopMode(Duration patience) {
        this.patience = patience;
    }

    /// How long what runs may take.
    public Duration patience() {
        return patience;
    }
}
