package dev.herd.engine;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.upstream.UpstreamWatch;

/// How a model server that a person names becomes part of the fleet, and leaves it. Thread-safe.
///
/// @param keys where the servers' API keys are found
/// @param conditions where what is said of their machines goes to the scheduler
/// @param machine by which addresses this machine's own servers are named
/// @param rooms where what is said of their machines is kept
record Membership(
        FleetRegistry registry,
        UpstreamWatch watch,
        UpstreamKeys keys,
        Rooms rooms,
        Conditions conditions,
        ThisMachine machine) {

    /// Makes it known, as a machine of its own; it is not asked for anything yet.
    void register(UpstreamConfig server) {
        NodeId node = new NodeId(server.name());
        UpstreamKind kind = server.kind();
        keys.add(server);
        rooms.add(server);
        conditions.stated(node, server);
        registry.addNode(node, server.name(), NodeKind.PLAIN);
        registry.addUpstream(node, server.id(), kind == null ? UpstreamKind.OLLAMA : kind, server.slots());
    }

    /// Starts to ask it what it has.
    void watch(UpstreamConfig server) {
        watch.add(server.id(), server.kind());
    }

    /// Whether the fleet has that server, under this address or another one. May look names up.
    boolean knows(UpstreamId server) {
        return registry.snapshot().nodes().stream()
                .flatMap(node -> node.upstreams().stream())
                .anyMatch(upstream -> machine.isOneServer(upstream.id(), server));
    }

    void leave(UpstreamId server) {
        watch.remove(server);
        registry.removeUpstream(server);
    }
}
