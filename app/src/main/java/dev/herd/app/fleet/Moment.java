package dev.herd.app.fleet;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.Series;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.signal.NodeSignals;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/// A snapshot with its work added up by machine. Immutable.
final class Moment {
    private final EngineSnapshot snapshot;
    private final Map<UpstreamId, Integer> running = new HashMap<>();
    private final Map<UpstreamId, Integer> waiting = new HashMap<>();
    private final Map<String, Double> nextSlot = new HashMap<>();

    private Moment(EngineSnapshot snapshot) {
        this.snapshot = snapshot;
        // Work counts even when its server does not list the model any more.
        snapshot.loads().forEach((instance, load) -> {
            running.merge(instance.upstream(), load.running(), Integer::sum);
            waiting.merge(instance.upstream(), load.waiting(), Integer::sum);
        });
        snapshot.places().values().forEach(place -> nextSlot.merge(place.plannedNode(), place.etaSeconds(), Math::min));
    }

    static Moment of(EngineSnapshot snapshot) {
        return new Moment(snapshot);
    }

    EngineSnapshot snapshot() {
        return snapshot;
    }

    /// Requests that hold a slot on the machine.
    int running(Node node) {
        return sum(node, upstream -> running.getOrDefault(upstream.id(), 0));
    }

    /// Requests that are planned for the machine.
    int waiting(Node node) {
        return sum(node, upstream -> waiting.getOrDefault(upstream.id(), 0));
    }

    private static int sum(Node node, ToIntFunction<Upstream> figure) {
        return node.upstreams().stream().mapToInt(figure).sum();
    }

    /// Predicted seconds until the first of those that wait for the machine starts.
    OptionalDouble nextSlot(Node node) {
        Double seconds = nextSlot.get(node.name());
        return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    NodeVitals vitals(Node node) {
        NodeVitals known = snapshot.vitals().get(node.id());
        if (known != null) {
            return known;
        }
        Series nothing = Series.empty(snapshot.now());
        return new NodeVitals(NodeSignals.NONE, 0, nothing, nothing, nothing);
    }
}
