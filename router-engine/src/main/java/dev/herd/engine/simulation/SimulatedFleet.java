package dev.herd.engine.simulation;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
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

/// The simulated machines as a registry would show them.
final class SimulatedFleet {
    /// Disk size per billion parameters, at the common four and a half bits each.
    static final double BYTES_PER_BILLION = 0.6e9;

    private static final int WINDOW = 131_072;

    private final Simulation simulation;
    private List<Object> shown = List.of();
    private long version;

    SimulatedFleet(Simulation simulation) {
        this.simulation = simulation;
    }

    static Instant instant(double seconds) {
        return Instant.EPOCH.plusNanos(Math.round(seconds * 1e9));
    }

    static double seconds(Instant moment) {
        return moment.getEpochSecond() + moment.getNano() / 1e9;
    }

    /// The fleet as it is now; null when it has not changed since this was last asked.
    @Nullable
    FleetSnapshot changed() {
        List<Object> state = new ArrayList<>();
        for (SimulatedServer server : simulation.servers()) {
            state.add(server.isUp());
            state.add(server.serves());
            for (Scenario.Model model : simulation.scenario().models()) {
                state.add(server.hasLoaded(model.name()));
            }
        }
        if (state.equals(shown)) {
            return null;
        }
        shown = state;
        version++;
        return new FleetSnapshot(
                version, simulation.servers().stream().map(this::node).toList());
    }

    private Node node(SimulatedServer server) {
        String name = server.machine.name();
        UpstreamState state = server.isUp() ? UpstreamState.UP : UpstreamState.DOWN;
        var upstream = new Upstream(
                new UpstreamId("http://" + host(name) + ":11434"),
                UpstreamKind.OLLAMA,
                state,
                "",
                "",
                true,
                simulation.scenario().models().stream()
                        .filter(model -> model.isOn(server.machine))
                        .map(model -> hosted(model, server))
                        .toList());
        NodeState shows = !server.isUp() ? NodeState.DOWN : server.serves() ? NodeState.UP : NodeState.PAUSED;
        return new Node(new NodeId(name), name, NodeKind.PLAIN, shows, "", null, List.of(upstream));
    }

    /// A machine may be called what is no host.
    private String host(String name) {
        boolean plain = name.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
        return plain ? name : "machine-" + simulation.servers().indexOf(simulation.server(name));
    }

    private static Set<String> capabilities(Scenario.Model model, Scenario.Machine machine) {
        if (model.embeds()) {
            return Set.of("embedding");
        }
        return model.sees().contains(machine.name()) ? Set.of("completion", "vision") : Set.of("completion");
    }

    private static HostedModel hosted(Scenario.Model model, SimulatedServer server) {
        Residency resident =
                server.hasLoaded(model.name()) ? new Residency(WINDOW, model.bytes(), model.bytes(), null) : null;
        return new HostedModel(
                model.name(),
                ModelRef.of(model.name()),
                "",
                Math.round(model.billions() * BYTES_PER_BILLION),
                "",
                "{}",
                "simulated",
                capabilities(model, server.machine),
                WINDOW,
                server.machine.slots(),
                resident);
    }
}
