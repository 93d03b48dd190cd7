package dev.herd.engine;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.presence.Now;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.scheduling.SchedulerView;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.trace.TrendRecorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Looks once per ten seconds how every machine is, for the trends, and tells what goes on with them. What a sensor
/// said more than a minute ago says nothing of now, and counts as not known. Thread-safe.
final class TrendRounds implements Runnable {
    private static final Duration STALE = Duration.ofMinutes(1);

    private final FleetRegistry registry;
    private final SignalBoard board;
    private final Supplier<SchedulerView> work;
    private final TrendRecorder trends;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long version = -1;

    /// @param work what runs and waits now
    TrendRounds(
            FleetRegistry registry,
            SignalBoard board,
            Supplier<SchedulerView> work,
            TrendRecorder trends,
            InstantSource clock) {
        this.registry = registry;
        this.board = board;
        this.work = work;
        this.trends = trends;
        this.clock = clock;
    }

    /// Begins; the timer's end ends it.
    void begin(ScheduledExecutorService timer) {
        registry.onChange(this::changed);
        var _ = timer.scheduleAtFixedRate(this, 1, 1, TimeUnit.SECONDS);
    }

    /// Takes a round when one is due.
    @Override
    public void run() {
        Instant now = clock.instant();
        if (!trends.isDue(now)) {
            return;
        }
        FleetSnapshot fleet = registry.snapshot();
        Map<NodeId, Integer> running = running();
        List<TrendPoint> points = new ArrayList<>();
        for (Node node : fleet.nodes()) {
            points.add(
                    new TrendPoint(node.id(), node.name(), now, values(node, running.getOrDefault(node.id(), 0), now)));
        }
        trends.take(now, points);
        changed(fleet);
    }

    private Map<NodeId, Integer> running() {
        Map<NodeId, Integer> running = new HashMap<>();
        for (SchedulerView.Load load : work.get().loads()) {
            running.merge(load.holder().node().id(), load.running(), Integer::sum);
        }
        return running;
    }

    private Map<TrendMeasure, Double> values(Node node, int running, Instant now) {
        Map<TrendMeasure, Double> values = new EnumMap<>(TrendMeasure.class);
        var vitals = board.vitals(node.id(), now);
        var signals = new Fresh(vitals.signals(), now);
        sensed(signals, values);
        boolean meets = meeting(node).isPresent();
        if (meets || tellsOfMeetings(signals)) {
            values.put(TrendMeasure.MEETING, flag(meets));
        }
        present(node, signals).ifPresent(present -> values.put(TrendMeasure.PRESENT, flag(present)));
        values.put(TrendMeasure.RUNNING, (double) running);
        values.put(TrendMeasure.TOKENS, vitals.tokensPerSecond());
        values.put(TrendMeasure.PAUSED, flag(stepsBack(node)));
        if (registry.asked(node.id())) {
            values.put(TrendMeasure.UP, flag(silence(node).isEmpty()));
        }
        values.values().removeIf(value -> !Double.isFinite(value));
        return values;
    }

    private static void sensed(Fresh signals, Map<TrendMeasure, Double> values) {
        signals.get(Heat.class).ifPresent(heat -> {
            values.put(TrendMeasure.HEAT, heat.celsius());
            values.put(TrendMeasure.HEAT_LEVEL, number(heat.level()));
        });
        signals.get(Pressure.class).ifPresent(pressure -> values.put(TrendMeasure.PRESSURE, number(pressure.level())));
        signals.get(Processor.class).ifPresent(processor -> values.put(TrendMeasure.PROCESSOR, processor.load()));
        signals.get(Memory.class).ifPresent(memory -> values.put(TrendMeasure.MEMORY, memory.share()));
        signals.get(Accelerators.class).ifPresent(all -> values.put(TrendMeasure.ACCELERATOR, all.load()));
        signals.get(Power.class).ifPresent(power -> {
            values.put(TrendMeasure.ON_BATTERY, flag(power.source() == Power.Source.BATTERY));
            values.put(TrendMeasure.CHARGE, power.percent() < 0 ? Double.NaN : power.percent());
        });
    }

    private static double number(Heat.Level level) {
        return switch (level) {
            case NOMINAL -> 0;
            case FAIR -> 1;
            case SERIOUS -> 2;
            case CRITICAL -> 3;
        };
    }

    private static double number(Pressure.Level level) {
        return switch (level) {
            case NORMAL -> 0;
            case WARN -> 1;
            case CRITICAL -> 2;
        };
    }

    /// What the rules of courtesy make of it, or else what was touched last.
    private static Optional<Boolean> present(Node node, Fresh signals) {
        return switch (node.guard().state()) {
            case ACTIVE, LIGHT, MEETING -> Optional.of(true);
            case IDLE, AWAY -> Optional.of(false);
            case SERVES_ANYWAY, ASLEEP, HOT, SCHEDULED, BATTERY, AFTER_MEETING, UNKNOWN -> touched(signals);
        };
    }

    private static Optional<Boolean> touched(Fresh signals) {
        if (signals.get(Lock.class).map(Lock::locked).orElse(false)) {
            return Optional.of(false);
        }
        return signals.get(Input.class).map(input -> input.idle().compareTo(Now.IDLE_AFTER) < 0);
    }

    /// What shows that its person is in a meeting; empty when they are in none.
    private static Optional<String> meeting(Node node) {
        return node.guard().state() == Guard.State.MEETING
                ? Optional.of(node.guard().reason().replaceFirst("^in a meeting:? *", ""))
                : Optional.empty();
    }

    private static boolean tellsOfMeetings(Fresh signals) {
        return signals.get(Camera.class).isPresent()
                || signals.get(Microphone.class).isPresent();
    }

    private static double flag(boolean is) {
        return is ? 1 : 0;
    }

    /// What was sensed lately.
    private record Fresh(NodeSignals signals, Instant now) {
        <T extends Signal> Optional<T> get(Class<T> kind) {
            return switch (signals.get(kind)) {
                case Reading.Known<T>(T value, Instant at, String _)
                when at.plus(STALE).isAfter(now) -> Optional.of(value);
                case Reading.Known<T> _, Reading.Unknown<T> _ -> Optional.empty();
            };
        }
    }

    /// Snapshots may arrive out of order; one that comes late tells nothing.
    private void changed(FleetSnapshot fleet) {
        lock.lock();
        try {
            if (fleet.version() < version) {
                return;
            }
            version = fleet.version();
            Instant now = clock.instant();
            for (Node node : fleet.nodes()) {
                tell(node, new Fresh(board.vitals(node.id(), now).signals(), now));
            }
            trends.retain(fleet.nodes().stream().map(Node::id).collect(Collectors.toSet()));
        } finally {
            lock.unlock();
        }
    }

    private void tell(Node node, Fresh signals) {
        tell(node, TrendEvent.Kind.MEETING, meeting(node));
        tell(node, TrendEvent.Kind.PAUSE, pause(node));
        tell(node, TrendEvent.Kind.DOWN, registry.asked(node.id()) ? silence(node) : Optional.empty());
        tell(
                node,
                TrendEvent.Kind.HEAT,
                signals.get(Heat.class)
                        .map(Heat::level)
                        .filter(level -> level.compareTo(Heat.Level.SERIOUS) >= 0)
                        .map(Heat.Level::label));
    }

    /// Why it takes nothing new. A pause for a meeting is the meeting.
    private static Optional<String> pause(Node node) {
        String courtesy = node.guard().reason();
        boolean asked = isAsked(node) && !node.reason().equals(courtesy);
        if (asked) {
            return Optional.of(node.reason());
        }
        boolean closed = node.guard().closed() && node.guard().state() != Guard.State.MEETING;
        return closed ? Optional.of(courtesy) : Optional.empty();
    }

    private void tell(Node node, TrendEvent.Kind kind, Optional<String> detail) {
        detail.ifPresentOrElse(
                words -> trends.goesOn(node.id(), node.name(), kind, words), () -> trends.isOver(node.id(), kind));
    }

    private static boolean isAsked(Node node) {
        return node.state() == NodeState.PAUSED || node.state() == NodeState.DRAINING;
    }

    /// At a person's word, or out of courtesy to the machine's own.
    private static boolean stepsBack(Node node) {
        return isAsked(node) || node.guard().closed();
    }

    /// Why none of its servers answers; empty when one does. That it is paused besides changes nothing.
    private static Optional<String> silence(Node node) {
        boolean answers = node.upstreams().stream()
                .anyMatch(server -> server.state() != UpstreamState.DOWN && server.state() != UpstreamState.WEDGED);
        return answers
                ? Optional.empty()
                : Optional.of(node.upstreams().stream()
                        .map(Upstream::reason)
                        .findFirst()
                        .orElse(node.reason()));
    }
}
