package dev.herd.app.testing;

import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.Series;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A machine of a sample fleet, built up call by call: a plain server that is up and senses nothing, unless told
/// otherwise.
public final class SampleMachine {
    private static final long GIBI = 1L << 30;

    private final String name;
    private final List<Upstream> others = new ArrayList<>();
    private final List<HostedModel> models = new ArrayList<>();
    private String address;
    private NodeKind kind = NodeKind.PLAIN;
    private NodeState state = NodeState.UP;
    private UpstreamState upstreamState = UpstreamState.UP;
    private String reason = "";
    private @Nullable Instant until;
    private Guard guard = Guard.NONE;
    private NodeSignals signals = NodeSignals.NONE;
    private double tokensPerSecond;
    private Series tokens = Series.empty(Fleets.NOW);
    private Series memory = Series.empty(Fleets.NOW);
    private Series processor = Series.empty(Fleets.NOW);

    private SampleMachine(String name) {
        this.name = name;
        this.address = name.toLowerCase(Locale.ROOT).replace(' ', '-') + ".local:11434";
    }

    public static SampleMachine named(String name) {
        return new SampleMachine(name);
    }

    public SampleMachine at(String hostAndPort) {
        address = hostAndPort;
        return this;
    }

    /// Runs Herd itself.
    public SampleMachine herd() {
        kind = NodeKind.HERD;
        return at("127.0.0.1:11434");
    }

    /// @param length after which the state ends by itself, null when it does not
    public SampleMachine is(NodeState newState, String why, @Nullable Duration length) {
        state = newState;
        reason = why;
        until = length == null ? null : Fleets.NOW.plus(length);
        upstreamState = switch (newState) {
            case UP, PAUSED, DRAINING -> UpstreamState.UP;
            case OVERLOADED -> UpstreamState.OVERLOADED;
            case STARTING -> UpstreamState.STARTING;
            case WEDGED -> UpstreamState.WEDGED;
            case DOWN -> UpstreamState.DOWN;
        };
        return this;
    }

    /// A model in memory.
    public SampleMachine holds(String model, double gigabytes, int window, int slots) {
        long bytes = (long) (gigabytes * 1e9);
        return with(model, slots, new Residency(window, bytes, bytes, Fleets.NOW.plusSeconds(240)));
    }

    /// A model on disk.
    public SampleMachine has(String model) {
        return with(model, 2, null);
    }

    public SampleMachine with(String model, int slots, @Nullable Residency resident) {
        models.add(new HostedModel(
                model,
                ModelRef.of(model),
                "",
                4_000_000_000L,
                "",
                "{}",
                "llama",
                Set.of("completion"),
                131_072,
                slots,
                resident));
        return this;
    }

    /// A second server on the machine.
    public SampleMachine beside(Upstream upstream) {
        others.add(upstream);
        return this;
    }

    /// @param used gibibytes
    /// @param total gibibytes
    public SampleMachine memory(double used, int total) {
        var reading = new Reading.Known<>(new Memory(total * GIBI, (long) (used * GIBI)), Fleets.NOW, "sample");
        signals = signals.with(Memory.class, reading);
        memory = Fleets.wave(0.8 * used / total, used / total);
        return this;
    }

    public SampleMachine processor(double load) {
        var reading = new Reading.Known<>(new Processor(load), Fleets.NOW, "sample");
        signals = signals.with(Processor.class, reading);
        processor = Fleets.wave(load / 2, load);
        return this;
    }

    public SampleMachine heat(double celsius, Heat.Level level, double slowdown) {
        var reading = new Reading.Known<>(new Heat(celsius, level, slowdown), Fleets.NOW, "sample");
        signals = signals.with(Heat.class, reading);
        return this;
    }

    /// In a meeting, for which it steps back.
    public SampleMachine meeting(String sign) {
        String reason = "in a meeting: " + sign;
        return is(NodeState.PAUSED, reason, null)
                .guarded(new Guard(
                        Guard.State.MEETING, reason, null, Allowance.nothingNew(new Allowance.GoesOn(0, 10))));
    }

    public SampleMachine guarded(Guard now) {
        guard = now;
        return this;
    }

    /// @param now tokens per second
    /// @param hour most in the last hour
    public SampleMachine speed(double now, double hour) {
        tokensPerSecond = now;
        tokens = Fleets.wave(0, hour);
        return this;
    }

    public NodeId id() {
        return new NodeId(name);
    }

    public UpstreamId server() {
        return UpstreamId.parse(address);
    }

    public InstanceId instance(String model) {
        return new InstanceId(server(), ModelRef.of(model));
    }

    public Node node() {
        List<Upstream> upstreams = new ArrayList<>();
        upstreams.add(new Upstream(
                server(),
                UpstreamKind.OLLAMA,
                upstreamState,
                upstreamState == UpstreamState.UP ? "" : reason,
                "0.12.6",
                upstreamState == UpstreamState.UP,
                models));
        upstreams.addAll(others);
        return new Node(id(), name, kind, state, reason, until, upstreams, guard);
    }

    public NodeVitals vitals() {
        return new NodeVitals(signals, tokensPerSecond, tokens, memory, processor);
    }
}
