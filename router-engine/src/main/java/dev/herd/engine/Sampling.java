package dev.herd.engine;

import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.gateway.Records;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.sensing.SensorRounds;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.trace.TokenMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the rounds of this machine's sensors, and takes a point of every machine's history: once a second, more rarely
/// while nothing runs, and as rarely as a series of minutes allows while nobody cares. Runs on a thread of its own
/// until it is interrupted.
final class Sampling implements Runnable, SensorRounds.Caller {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration BETWEEN_AT_REST = Duration.ofMillis(2500);
    private static final Duration BETWEEN_UNSEEN = Duration.ofSeconds(15);

    /// What is due so soon is done on the way: each wake costs a machine's rest.
    private static final Duration TOGETHER = Duration.ofMillis(500);

    private final FleetRegistry registry;
    private final SignalBoard board;
    private final Records records;
    private final InstantSource clock;
    private final TokenMeter meter = new TokenMeter();
    private final NodeId local;
    private final Supplier<MachineSensors.Opened> opener;
    private final BiConsumer<NodeId, NodeSignals> sensed;
    private final SleepCare.Around sleep;
    private final BooleanSupplier attended;
    private final Executor threads;
    private volatile @Nullable Thread thread;

    Sampling(FleetRegistry registry, SignalBoard board, Records records, InstantSource clock, Local local) {
        this.registry = registry;
        this.board = board;
        this.records = records;
        this.clock = clock;
        this.local = local.node();
        this.opener = local.sensors();
        this.sensed = local.sensed();
        this.sleep = local.sleep();
        this.attended = local.attended();
        this.threads = local.threads();
    }

    /// This machine.
    ///
    /// @param sensors opens its sensors; called on the sampling thread, since that takes a while
    /// @param sensed takes what it reads
    /// @param sleep what its sleep matters to
    /// @param attended whether anybody cares just now
    /// @param threads a thread for each reading
    record Local(
            NodeId node,
            Supplier<MachineSensors.Opened> sensors,
            BiConsumer<NodeId, NodeSignals> sensed,
            SleepCare.Around sleep,
            BooleanSupplier attended,
            Executor threads) {}

    @Override
    public void run() {
        // Native parts take processor time to load, which a window that opens needs more.
        LockSupport.parkNanos(BETWEEN.toNanos());
        thread = Thread.currentThread();
        MachineSensors.Opened opened = opener.get();
        try (var care = new SleepCare(opened.sleep(), sleep);
                var rounds = new SensorRounds(opened.sensors(), threads, clock, this)) {
            care.begin();
            Instant nextPoint = clock.instant();
            while (!Thread.currentThread().isInterrupted()) {
                Instant now = clock.instant();
                rounds.round(now);
                care.look(now, rounds.signals());
                if (isDue(nextPoint, now)) {
                    sample(now);
                    nextPoint = now.plus(pause());
                }
                Duration toPoint = Duration.between(now, nextPoint);
                Duration toRound = rounds.untilNext(now);
                Duration park = toPoint.compareTo(toRound) < 0 ? toPoint : toRound;
                LockSupport.parkNanos(park.toNanos());
                care.fired(now.plus(park), clock.instant());
            }
        }
    }

    /// Also where the clock was set back.
    private static boolean isDue(Instant point, Instant now) {
        Duration left = Duration.between(now, point);
        return left.compareTo(TOGETHER) <= 0 || left.compareTo(BETWEEN_UNSEEN) > 0;
    }

    @Override
    public void sensed(NodeSignals signals) {
        sensed.accept(local, signals);
    }

    @Override
    public void sooner() {
        LockSupport.unpark(thread);
    }

    /// A request that runs for minutes is somebody who cares.
    @Override
    public boolean cares() {
        return attended.getAsBoolean() || records.live().count() > 0;
    }

    private Duration pause() {
        if (records.live().count() > 0) {
            return BETWEEN;
        }
        return attended.getAsBoolean() ? BETWEEN_AT_REST : BETWEEN_UNSEEN;
    }

    private void sample(Instant now) {
        Map<String, Long> generated = new HashMap<>(records.statistics().generatedByNode());
        for (RequestTrace running : records.live().all()) {
            generated.merge(running.node(), (long) running.tokens().completion(), Long::sum);
        }
        Map<String, Double> rates = meter.read(now, generated);
        Map<NodeId, Double> byNode = new HashMap<>();
        for (Node node : registry.snapshot().nodes()) {
            byNode.put(node.id(), rates.getOrDefault(node.name(), 0.0));
        }
        board.sample(now, byNode);
    }
}
