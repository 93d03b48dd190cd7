package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the scheduler keeps of one instance: its leases, its rates, its breaker, and how many wait for it.
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

    /// Whether the fleet has it still; it is kept beyond that until its last lease ends.
    boolean listed = true;

    /// Tickets planned for it.
    int planned;

    /// Those that run in the same runner, this one among them: they share its slots.
    List<InstanceState> sharers = List.of(this);

    /// The forecast that last looked at the runner, and its numbers: those of the first of its sharers.
    @Nullable
    Forecast forecast;

    @Nullable
    SlotTimes slotTimes;

    private final TreeMap<Long, Running> running = new TreeMap<>();

    /// One lease in use.
    private record Running(Instant startedAt, double predictedSeconds) {
        double remaining(Instant at) {
            double elapsed = Duration.between(startedAt, at).toNanos() / 1e9;
            double remaining = predictedSeconds - elapsed;
            return Math.max(remaining > 0 ? remaining : elapsed * OVERDUE_SHARE, LEAST_REMAINING_SECONDS);
        }
    }

    InstanceState(Holder holder) {
        this.holder = holder;
    }

    int slots() {
        return holder.model().slots();
    }

    int running() {
        return running.size();
    }

    /// How many run in its runner, under whatever name.
    int occupied() {
        int count = 0;
        for (InstanceState each : sharers) {
            count += each.running();
        }
        return count;
    }

    boolean hasFreeSlot() {
        return occupied() < slots();
    }

    /// Whether its runner serves one of these models.
    boolean servesAny(List<ModelRef> models) {
        for (InstanceState each : sharers) {
            if (models.contains(each.holder.model().ref())) {
                return true;
            }
        }
        return false;
    }

    void start(Lease lease, Instant at, double predictedSeconds) {
        running.put(lease.number(), new Running(at, predictedSeconds));
    }

    void end(long lease) {
        running.remove(lease);
    }

    /// When its slots become free, as far as what runs tells.
    SlotTimes slotTimes(Instant at) {
        double[] remaining = new double[occupied()];
        int count = 0;
        for (InstanceState sharer : sharers) {
            for (Running each : sharer.running.values()) {
                remaining[count++] = each.remaining(at);
            }
        }
        return new SlotTimes(slots(), remaining);
    }

    /// When it serves again after a rest with an appointed end: a pause, a breaker's back-off, the server's own wish to
    /// be left alone. Empty when it rests without one, or not at all.
    Optional<Instant> eligibleAt(Instant at) {
        boolean paused = !holder.node().state().serves();
        if ((paused && holder.node().until() == null)
                || !holder.upstream().state().serves()) {
            return Optional.empty();
        }
        return Stream.of(paused ? holder.node().until() : null, busyUntil, breaker.opensAt())
                .flatMap(Stream::ofNullable)
                .filter(at::isBefore)
                .max(Comparator.naturalOrder());
    }
}
