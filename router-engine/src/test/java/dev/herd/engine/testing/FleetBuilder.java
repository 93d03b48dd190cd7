package dev.herd.engine.testing;

import dev.herd.engine.fleet.FleetSnapshot;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fleets for tests: `aFleet().node("studio").has("m").node("mini").has(model("m").withSlots(2)).build()`. Each node
/// has
/// one server of its own name.
public final class FleetBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private String name = "";
    private UpstreamKind kind = UpstreamKind.OLLAMA;
    private NodeState state = NodeState.UP;
    private UpstreamState upstreamState = UpstreamState.UP;
    private @Nullable Instant until;
    private final List<HostedModel> models = new ArrayList<>();

    private FleetBuilder() {}

    public static FleetBuilder aFleet() {
        return new FleetBuilder();
    }

    /// Begins the next machine: it is up, and has an Ollama without models.
    public FleetBuilder node(String called) {
        endNode();
        name = called;
        kind = UpstreamKind.OLLAMA;
        state = NodeState.UP;
        upstreamState = UpstreamState.UP;
        until = null;
        return this;
    }

    public FleetBuilder speaks(UpstreamKind other) {
        kind = other;
        return this;
    }

    public FleetBuilder is(NodeState other) {
        state = other;
        return this;
    }

    public FleetBuilder pausedUntil(Instant moment) {
        until = moment;
        return is(NodeState.PAUSED);
    }

    /// Its server's state, which a machine with one server shares.
    public FleetBuilder is(UpstreamState other) {
        upstreamState = other;
        return is(NodeState.valueOf(other.name()));
    }

    /// A loaded model with one slot.
    public FleetBuilder has(String model) {
        return has(model(model));
    }

    public FleetBuilder has(HostedModel model) {
        models.add(model);
        return this;
    }

    public FleetSnapshot build() {
        return build(1);
    }

    public FleetSnapshot build(long version) {
        endNode();
        name = "";
        return new FleetSnapshot(version, nodes);
    }

    private void endNode() {
        if (!name.isEmpty()) {
            Upstream upstream =
                    new Upstream(upstreamOf(name), kind, upstreamState, "", "", upstreamState.serves(), models);
            nodes.add(new Node(new NodeId(name), name, NodeKind.PLAIN, state, "", until, List.of(upstream)));
            models.clear();
        }
    }

    /// The address of a node's server.
    public static UpstreamId upstreamOf(String node) {
        return UpstreamId.parse("http://" + node + ":11434");
    }

    public static InstanceId instance(String node, String model) {
        return new InstanceId(upstreamOf(node), ModelRef.of(model));
    }

    /// 4 GB, loaded with a window of 8,192, one slot, able to chat.
    public static HostedModel model(String name) {
        return new HostedModel(
                name,
                ModelRef.of(name),
                "",
                4_000_000_000L,
                "",
                "{}",
                "llama",
                Set.of("completion"),
                131_072,
                1,
                new Residency(8192, 0, 0, null));
    }

    /// A model of that size on disk, not loaded.
    public static HostedModel sized(String name, long bytes) {
        HostedModel model = model(name);
        return new HostedModel(
                model.name(),
                model.ref(),
                model.digest(),
                bytes,
                model.modifiedAt(),
                model.detailsJson(),
                model.family(),
                model.capabilities(),
                model.trainedWindow(),
                model.slots(),
                null);
    }

    /// The same with a cache of that many bytes per token at 16 bits a value.
    public static HostedModel caching(HostedModel model, long cacheBytes) {
        return new HostedModel(
                model.name(),
                model.ref(),
                model.digest(),
                model.sizeBytes(),
                model.modifiedAt(),
                model.detailsJson(),
                model.family(),
                model.capabilities(),
                model.trainedWindow(),
                model.slots(),
                model.resident(),
                model.weights(),
                cacheBytes);
    }

    /// The same, not loaded.
    public static HostedModel onDisk(String name) {
        return model(name).withResidency(null);
    }

    /// The same with weights that others may share.
    public static HostedModel weighing(String name, String weights) {
        HostedModel model = model(name);
        return new HostedModel(
                model.name(),
                model.ref(),
                model.digest(),
                model.sizeBytes(),
                model.modifiedAt(),
                model.detailsJson(),
                model.family(),
                model.capabilities(),
                model.trainedWindow(),
                model.slots(),
                model.resident(),
                weights,
                0);
    }

    /// An embedder with that digest, which may be empty.
    public static HostedModel embedder(String name, String digest) {
        HostedModel model = model(name);
        return new HostedModel(
                model.name(),
                model.ref(),
                digest,
                300_000_000L,
                model.modifiedAt(),
                model.detailsJson(),
                "bert",
                Set.of("embedding"),
                2048,
                model.slots(),
                model.resident());
    }

    /// The same with other capabilities; null states none.
    public static HostedModel able(String name, @Nullable Set<String> capabilities) {
        HostedModel model = model(name);
        return new HostedModel(
                model.name(),
                model.ref(),
                model.digest(),
                model.sizeBytes(),
                model.modifiedAt(),
                model.detailsJson(),
                model.family(),
                capabilities,
                model.trainedWindow(),
                model.slots(),
                model.resident());
    }
}
