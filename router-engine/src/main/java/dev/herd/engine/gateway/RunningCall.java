package dev.herd.engine.gateway;

import dev.herd.engine.fleet.UpstreamId;
import org.jspecify.annotations.Nullable;

/// What others may know of a request that runs: enough to stop it. Written by its thread, read by any.
final class RunningCall {
    private final ClientExchange exchange;
    private volatile @Nullable UpstreamId waitingFor;
    private volatile boolean streaming;
    private volatile long lastByteNanos;

    RunningCall(ClientExchange exchange) {
        this.exchange = exchange;
    }

    Abort abort() {
        return exchange.abort;
    }

    /// It was sent to an upstream and waits for its answer.
    void sentTo(UpstreamId upstream) {
        streaming = false;
        waitingFor = upstream;
    }

    /// The answer has begun and is a stream.
    void streams() {
        waitingFor = null;
        lastByteNanos = System.nanoTime();
        streaming = true;
    }

    /// A byte of a begun stream arrived.
    void alive() {
        lastByteNanos = System.nanoTime();
    }

    /// It is with no upstream.
    void idle() {
        waitingFor = null;
        streaming = false;
    }

    /// The upstream whose answer it waits for, null when it waits for none.
    @Nullable
    UpstreamId waitingFor() {
        return waitingFor;
    }

    boolean silentLongerThan(long nanos, long now) {
        return streaming && now - lastByteNanos > nanos;
    }
}
