package dev.herd.engine.config;

/// Pulling models.
///
/// @param policy whether a request may start a pull
public record PullsConfig(PullPolicy policy) {
    public static final PullsConfig DEFAULT = new PullsConfig(PullPolicy.ASK);
}
