package dev.herd.engine.config;

import java.time.Duration;

/// The history of requests.
///
/// @param retention how long a trace is kept
public record TracesConfig(Duration retention) {
    public static final TracesConfig DEFAULT = new TracesConfig(Duration.ofDays(30));

    public TracesConfig {
        if (retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("traces.retention must be at least one hour");
        }
    }
}
