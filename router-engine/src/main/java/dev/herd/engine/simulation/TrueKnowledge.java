package dev.herd.engine.simulation;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Hardware;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.learning.Observation;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;

/// Knows everything as it really is, lengths that nobody can know included.
final class TrueKnowledge implements Knowledge {
    private static final int CERTAIN = 1_000_000;

    private final Simulation simulation;
    private long version;

    TrueKnowledge(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public InstanceRates rates(Holder holder, int contextTokens) {
        SimulatedServer server = simulation.server(holder.node().name());
        Scenario.Model model = simulation.model(holder.model().name());
        Scenario.Machine machine = server.machine;
        return new InstanceRates(
                machine.prefillRate(model) * server.speed(),
                machine.decodeRate(model) * server.speed(),
                machine.loadSeconds(model) / server.speed(),
                machine.contention(),
                CERTAIN);
    }

    @Override
    public double answerTokens(Ticket ticket, Holder holder) {
        return simulation.task(Integer.parseInt(ticket.id().value().substring(1))).answerTokens;
    }

    @Override
    public boolean trustsCache(Holder holder) {
        return true;
    }

    @Override
    public void learn(Observation answer) {}

    /// Speeds change while nobody tells.
    @Override
    public long version() {
        return version++;
    }

    @Override
    public Learned learned() {
        return Learned.NOTHING;
    }

    @Override
    public void assume(NodeId node, Hardware hardware) {}
}
