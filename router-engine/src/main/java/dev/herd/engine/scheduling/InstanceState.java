package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the scheduler keeps of one instance: its leases, its rates, its breaker, and the work that waits for it.
final class InstanceState {
    /// A request that has run longer than predicted is expected to need half of its age once more: long answers are
    /// followed by more text more often than short ones.
    private static final double OVERDUE_SHARE = 0.5;

    private static final double LEAST_REMAINING_SECONDS = 0.1;

    Holder holder;
    InstanceRates rates = InstanceRates.PRIOR;
    Breaker breaker = new Breaker();

    @Nullable
    Instant busyUntil;

    /// Seconds of service that tickets planned for it stand for, and how many they are.
    double plannedSeconds;

    int planned;

    private final TreeMap<Long, Running> running = new TreeMap<>();

    /// One lease in use.
    record Running(Lease lease, Instant startedAt, double predictedSeconds) {}

    InstanceState(Holder holder) {
        this.holder = holder;
    }

    int slots() {
        return holder.model().slots();
    }

    int running() {
        return running.size();
    }

    boolean hasFreeSlot() {
        return running.size() < slots();
    }

    void start(Lease lease, Instant at, double predictedSeconds) {
        running.put(lease.number(), new Running(lease, at, predictedSeconds));
    }

    @Nullable
    Running end(long lease) {
        return running.remove(lease);
    }

    /// Seconds until a slot frees for one more request: what runs and what is planned ahead, spread over the slots, and
    /// at least until the first of the running ones ends.
    double secondsUntilFree(Instant at) {
        if (hasFreeSlot()) {
            return 0;
        }
        double sum = plannedSeconds;
        double first = Double.MAX_VALUE;
        for (Running each : running.values()) {
            double remaining = remaining(each, at);
            sum += remaining;
            first = Math.min(first, remaining);
        }
        return Math.max(first, planned == 0 ? first : sum / Math.max(1, slots()));
    }

    private static double remaining(Running each, Instant at) {
        double elapsed = Duration.between(each.startedAt(), at).toNanos() / 1e9;
        double remaining = each.predictedSeconds() - elapsed;
        return Math.max(remaining > 0 ? remaining : elapsed * OVERDUE_SHARE, LEAST_REMAINING_SECONDS);
    }

    void plan(double seconds) {
        plannedSeconds += seconds;
        planned++;
    }

    void unplan(double seconds) {
        planned--;
        plannedSeconds = planned == 0 ? 0 : Math.max(0, plannedSeconds - seconds);
    }
}
