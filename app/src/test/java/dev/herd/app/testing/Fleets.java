package dev.herd.app.testing;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.Finding;
import dev.herd.engine.api.FleetTotals;
import dev.herd.engine.api.InstanceLoad;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.Series;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sample moments of a fleet: built up call by call, or ready made.
public final class Fleets {
    /// The moment all samples show.
    public static final Instant NOW = Instant.parse("2026-11-24T14:02:11Z");

    private final List<Node> nodes = new ArrayList<>();
    private final Map<InstanceId, InstanceLoad> loads = new LinkedHashMap<>();
    private final Map<NodeId, NodeVitals> vitals = new LinkedHashMap<>();
    private final List<RequestTrace> live = new ArrayList<>();
    private final Map<String, WaitingPlace> places = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private EngineState state = EngineState.SERVING;
    private int errors;
    private boolean demo;
    private @Nullable Instant since = Instant.parse("2026-11-03T09:00:00Z");

    public Fleets node(Node node, NodeVitals vital) {
        nodes.add(node);
        vitals.put(node.id(), vital);
        return this;
    }

    public Fleets load(InstanceId instance, int running, int waiting, double secondsUntilFree) {
        loads.put(instance, new InstanceLoad(running, waiting, secondsUntilFree));
        return this;
    }

    public Fleets live(RequestTrace request) {
        live.add(request);
        return this;
    }

    public Fleets waits(RequestTrace request, WaitingPlace place) {
        places.put(request.id(), place);
        return live(request);
    }

    public Fleets finding(String code, String message) {
        findings.add(new Finding(code, message, NOW.minusSeconds(90)));
        return this;
    }

    public Fleets state(EngineState other) {
        state = other;
        return this;
    }

    public Fleets errors(int lastHour) {
        errors = lastHour;
        return this;
    }

    public Fleets simulated() {
        demo = true;
        return this;
    }

    public Fleets withoutHistory() {
        since = null;
        return this;
    }

    public EngineSnapshot now() {
        var fleet = new FleetSnapshot(1, nodes);
        int running = loads.values().stream().mapToInt(InstanceLoad::running).sum();
        int waiting = loads.values().stream().mapToInt(InstanceLoad::waiting).sum();
        int up = (int) nodes.stream().filter(node -> node.state().serves()).count();
        int resident = (int) fleet.models().values().stream()
                .filter(holders -> holders.stream()
                        .anyMatch(holder -> holder.serves() && holder.model().resident() != null))
                .count();
        double speed = vitals.values().stream()
                .mapToDouble(NodeVitals::tokensPerSecond)
                .sum();
        return new EngineSnapshot(
                "1.0.0",
                NOW,
                state,
                Duration.ofHours(148),
                "http://localhost:11435",
                demo,
                new FleetTotals(up, resident, running, waiting, speed, errors),
                fleet,
                loads,
                vitals,
                live,
                places,
                findings,
                since);
    }

    /// An hour of a figure that goes up and down between the two.
    public static Series wave(double low, double high) {
        List<Double> values = IntStream.range(0, Series.LENGTH)
                .mapToObj(i -> low + (high - low) * (0.5 + 0.5 * Math.sin(i / 7.0)))
                .toList();
        return new Series(NOW, Series.STEP, values);
    }

    /// An engine that has just started on a machine without any model server.
    public static EngineSnapshot empty() {
        return new Fleets().state(EngineState.NO_NODES).withoutHistory().now();
    }
}
