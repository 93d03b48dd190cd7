package dev.herd.engine.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many requests each client may have at once, running or waiting. Thread-safe.
final class ClientCap {
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Place FREE = () -> {};

    private final int most;
    private final Map<String, Integer> present = new ConcurrentHashMap<>();

    /// @param most 0 for no limit
    ClientCap(int most) {
        this.most = most;
    }

    /// One request's place among its client's.
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /// Takes a place.
    ///
    /// @throws Rejection when the client has too many requests already
    Place enter(String tenant) throws Rejection {
        if (most == 0) {
            return FREE;
        }
        if (present.merge(tenant, 1, Integer::sum) > most) {
            leave(tenant);
            String message = "this client has " + most + " requests running or waiting, and may not have more";
            throw Rejection.later(429, message, RETRY, "client_cap");
        }
        return () -> leave(tenant);
    }

    private void leave(String tenant) {
        present.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
    }
}
