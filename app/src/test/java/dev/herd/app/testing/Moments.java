package dev.herd.app.testing;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.Series;
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
import dev.herd.engine.signal.NodeSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Ready made moments: machines by a word each, and fleets of them.
public final class Moments {
    public static final NodeId OWN = new NodeId("own");

    private Moments() {}

    /// A machine with one server and one loaded model.
    public static Node machine(String name, NodeState state) {
        return machine(new NodeId(name), name, NodeKind.PLAIN, state, null);
    }

    /// The person's own machine.
    ///
    /// @param left of its pause, null for one without an end
    public static Node own(NodeState state, @Nullable Duration left) {
        return machine(OWN, "Studio", NodeKind.HERD, state, left == null ? null : Fleets.NOW.plus(left));
    }

    private static Node machine(NodeId id, String name, NodeKind kind, NodeState state, @Nullable Instant until) {
        var server = new Upstream(
                address(name), UpstreamKind.OLLAMA, UpstreamState.UP, "", "0.12.0", true, List.of(model("qwen3:30b")));
        return new Node(id, name, kind, state, "", until, List.of(server));
    }

    private static UpstreamId address(String name) {
        return new UpstreamId("http://" + name.toLowerCase(Locale.ROOT).replace(' ', '-') + ":11434");
    }

    private static HostedModel model(String name) {
        return new HostedModel(
                name,
                ModelRef.of(name),
                "",
                19_000_000_000L,
                "",
                "{}",
                "qwen3",
                null,
                131_072,
                2,
                new Residency(32_768, 20_000_000_000L, 20_000_000_000L, null));
    }

    /// A fleet of these machines, none of which works.
    public static Fleets of(Node... nodes) {
        var fleets = new Fleets();
        Arrays.stream(nodes).forEach(node -> fleets.node(node, still()));
        return fleets.state(EngineState.IDLE);
    }

    /// The model of one of these machines.
    public static InstanceId instance(Node node) {
        Upstream server = node.upstreams().getFirst();
        return new InstanceId(server.id(), server.models().getFirst().ref());
    }

    private static NodeVitals still() {
        return new NodeVitals(
                NodeSignals.NONE, 0, Series.empty(Fleets.NOW), Series.empty(Fleets.NOW), Series.empty(Fleets.NOW));
    }

    private static NodeVitals working(double tokensPerSecond) {
        return new NodeVitals(
                NodeSignals.NONE,
                tokensPerSecond,
                Fleets.wave(0, tokensPerSecond),
                Series.empty(Fleets.NOW),
                Series.empty(Fleets.NOW));
    }

    /// Four machines, three requests running and one waiting.
    public static EngineSnapshot serving() {
        Node studio = own(NodeState.UP, null);
        Node book = machine("MacBook Pro", NodeState.PAUSED);
        Node mini = machine("Mini", NodeState.UP);
        Node tower = machine("Tower", NodeState.UP);
        return new Fleets()
                .node(studio, working(84))
                .node(book, still())
                .node(mini, working(34))
                .node(tower, still())
                .load(instance(studio), 2, 1, 4)
                .load(instance(mini), 1, 0, 0)
                .now();
    }

    /// Fifty machines with more work than slots.
    public static EngineSnapshot busy() {
        var fleets = new Fleets().state(EngineState.BUSY).errors(12);
        IntStream.range(0, 50).forEach(i -> {
            Node node = machine("box-%02d".formatted(i), i % 9 == 0 ? NodeState.DOWN : NodeState.UP);
            fleets.node(node, working(20 + i)).load(instance(node), 2, i % 4, i);
        });
        return fleets.finding("slow_disk", "the history is written slowly: the disk is busy")
                .now();
    }
}
