package dev.herd.engine;

import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.pulling.Room;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.signal.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What is known of the machines that may get a model: memory as a person or a sensor says, this machine's disk, and
/// how
/// fast answers were. Thread-safe.
final class Rooms {
    /// A shorter answer says little of a machine's speed.
    private static final int LEAST_TOKENS = 16;

    /// How much the newest answer counts.
    private static final double NEWEST = 0.3;

    private final SignalBoard board;
    private final InstantSource clock;
    private final Supplier<FleetSnapshot> fleet;
    private final Map<String, String> environment;
    private final Map<UpstreamId, Long> stated = new ConcurrentHashMap<>();
    private final Map<String, Double> speeds = new ConcurrentHashMap<>();

    Rooms(SignalBoard board, InstantSource clock, Supplier<FleetSnapshot> fleet, Map<String, String> environment) {
        this.board = board;
        this.clock = clock;
        this.fleet = fleet;
        this.environment = environment;
    }

    /// What a person says of a server's memory.
    void add(UpstreamConfig server) {
        if (server.memoryBytes() > 0) {
            stated.put(server.id(), server.memoryBytes());
        }
    }

    /// An answer has ended. Each token takes one reading of the weights, so that models of any size tell the same of a
    /// machine.
    void served(RequestTrace trace) {
        int tokens = trace.tokens().completion();
        double seconds = trace.times().generate() / 1000;
        if (tokens < LEAST_TOKENS || seconds <= 0) {
            return;
        }
        fleet.get().holders(ModelRef.of(trace.servedModel())).stream()
                .filter(holder -> holder.node().name().equals(trace.node()))
                .map(holder -> holder.model())
                .mapToLong(HostedModel::sizeBytes)
                .filter(size -> size > 0)
                .mapToDouble(size -> size * tokens / seconds)
                .findFirst()
                .ifPresent(speed ->
                        speeds.merge(trace.node(), speed, (before, now) -> before * (1 - NEWEST) + now * NEWEST));
    }

    Room of(Node node, Upstream upstream) {
        Long memory = stated.get(upstream.id());
        Optional<Memory> now =
                board.vitals(node.id(), clock.instant()).signals().memory().known();
        long sensed = now.map(Memory::totalBytes).orElse(0L);
        return new Room(
                memory == null ? sensed : memory,
                node.kind() == NodeKind.HERD ? freeDisk() : -1,
                speeds.getOrDefault(node.name(), 0.0),
                now.map(Conditions::isFull).orElse(false));
    }

    /// Free where this machine's Ollama keeps its models, -1 when that is not known.
    private long freeDisk() {
        try {
            Optional<Path> models = ModelsFolder.find(environment);
            return models.isEmpty() ? -1 : Files.getFileStore(models.get()).getUsableSpace();
        } catch (IOException unreadable) {
            return -1;
        }
    }
}
