package dev.herd.engine.gateway;

import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All requests that run, and what stops them when an upstream falls silent. Thread-safe.
final class RunningCalls {
    /// Inventory readings that must stay without an answer in a row before those who wait for the upstream are taken
    /// elsewhere.
    private static final int UNANSWERED_UNTIL_SILENT = 3;

    private final Set<RunningCall> calls = ConcurrentHashMap.newKeySet();
    private final Fleet fleet;
    private final long stallNanos;

    /// @param stall longest silence within a begun stream
    RunningCalls(Fleet fleet, Duration stall) {
        this.fleet = fleet;
        this.stallNanos = stall.toNanos();
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
        if (!calls.isEmpty()) {
            fleet.comes();
        }
        calls.forEach(call -> call.look(this::isSilent, stallNanos));
    }

    /// Whether those who wait for that upstream wait in vain.
    boolean isSilent(UpstreamId upstream) {
        return fleet.unansweredInARow(upstream) >= UNANSWERED_UNTIL_SILENT;
    }
}
