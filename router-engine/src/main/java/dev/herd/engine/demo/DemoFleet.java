package dev.herd.engine.demo;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.simulation.SimulatedMachine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// The demo fleet: its machines' servers, and their sensors. Thread-safe.
public final class DemoFleet implements AutoCloseable {
    private final List<Member> members = new ArrayList<>();

    private record Member(DemoNode node, DemoServer server, UpstreamConfig config) {}

    /// Starts the servers.
    ///
    /// @param dialect Ollama's
    /// @param workers starts a virtual thread for each task
    public DemoFleet(Dialect dialect, InstantSource clock, RandomGenerator random, Executor workers) {
        var answers = new DemoAnswers(dialect, clock, random);
        for (SimulatedMachine machine : DemoMachines.all()) {
            var node = new DemoNode(machine, clock);
            var server = new DemoServer(node, dialect, answers, workers);
            var config = UpstreamSpec.parse(server.url() + ",kind=ollama,name=" + machine.name() + ",slots="
                    + machine.slots() + ",memory=" + machine.modelMemoryBytes());
            members.add(new Member(node, server, config));
        }
    }

    /// The servers as a person would name them.
    public List<UpstreamConfig> servers() {
        return members.stream().map(Member::config).toList();
    }

    /// Reads all sensors. To be called once a second.
    public void tick(BiConsumer<NodeId, NodeSignals> sensed) {
        for (Member member : members) {
            sensed.accept(new NodeId(member.config().name()), member.node().tick());
        }
    }

    @Override
    public void close() {
        members.forEach(member -> member.server().close());
    }
}
