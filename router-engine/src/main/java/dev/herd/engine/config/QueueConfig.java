package dev.herd.engine.config;

import java.time.Duration;

/// How long requests may wait, and how many of them.
///
/// @param maxWait longest predicted wait for a slot; beyond it a request is refused at once
/// @param maxHold longest wait for any eligible machine at all
/// @param perClient most requests of one client at once, running or waiting; 0 for no such limit
/// @param weights of the clients that wait at the same time
/// @param hedge whether a second copy of a request is sent when its first byte is late
public record QueueConfig(Duration maxWait, Duration maxHold, int perClient, TenantWeights weights, boolean hedge) {
    public static final QueueConfig DEFAULT = new QueueConfig(Duration.ofMinutes(10), Duration.ofSeconds(10));

    public QueueConfig {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("queue.maxWait must not be negative");
        }
        if (maxHold.isNegative()) {
            throw new IllegalArgumentException("queue.maxHold must not be negative");
        }
        if (perClient < 0) {
            throw new IllegalArgumentException("queue.perClient must not be negative");
        }
    }

    /// Without a limit for each client, who are all alike, and without second copies.
    public QueueConfig(Duration maxWait, Duration maxHold) {
        this(maxWait, maxHold, 0, TenantWeights.EQUAL, false);
    }
}
