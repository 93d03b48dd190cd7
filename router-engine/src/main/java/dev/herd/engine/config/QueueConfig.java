package dev.herd.engine.config;

import java.time.Duration;

/// How long requests may wait.
///
/// @param maxWait longest predicted wait for a slot; beyond it a request is refused at once
/// @param maxHold longest wait for any eligible machine at all
public record QueueConfig(Duration maxWait, Duration maxHold) {
    public static final QueueConfig DEFAULT = new QueueConfig(Duration.ofMinutes(10), Duration.ofSeconds(10));

    public QueueConfig {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("queue.maxWait must not be negative");
        }
        if (maxHold.isNegative()) {
            throw new IllegalArgumentException("queue.maxHold must not be negative");
        }
    }
}
