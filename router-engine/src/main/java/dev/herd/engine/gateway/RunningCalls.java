package dev.herd.engine.gateway;

import dev.herd.engine.fleet.UpstreamId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// All requests that run, and what stops them when an upstream falls silent. Thread-safe.
final class RunningCalls {
    /// No model takes this long for one token; a machine that sleeps does.
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(120);

    /// Inventory readings that must fail in a row before those who wait for the upstream are taken elsewhere.
    private static final int FAILURES_UNTIL_SILENT = 3;

    private final Set<RunningCall> calls = ConcurrentHashMap.newKeySet();
    private final Fleet fleet;

    RunningCalls(Fleet fleet) {
        this.fleet = fleet;
    }

    void add(RunningCall call) {
        calls.add(call);
    }

    void remove(RunningCall call) {
        calls.remove(call);
    }

    int count() {
        return calls.size();
    }

    void stopAll(Abort.Reason why) {
        calls.forEach(call -> call.abort().stop(why));
    }

    /// To be called about once a second.
    void look() {
        long now = System.nanoTime();
        for (RunningCall call : calls) {
            UpstreamId waitingFor = call.waitingFor();
            if (waitingFor != null && fleet.failuresInARow(waitingFor) >= FAILURES_UNTIL_SILENT) {
                call.abort().stop(Abort.Reason.UPSTREAM_SILENT);
            } else if (call.silentLongerThan(STALL_NANOS, now)) {
                call.abort().stop(Abort.Reason.STALLED);
            }
        }
    }
}
