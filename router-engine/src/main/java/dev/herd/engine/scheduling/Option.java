package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Node;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Choice;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Situation;
import dev.herd.engine.placement.Ticket;

/// A candidate of a ticket: its cost, or the objection against it. Written anew for each look, see [Slate].
final class Option implements Choice.Contender {
    private final Cost cost = new Cost();
    private Ticket ticket;
    private InstanceState instance;
    private Objection objection = Objection.NONE;

    Option(Ticket ticket, InstanceState instance) {
        this.ticket = ticket;
        this.instance = instance;
    }

    /// Begins anew.
    void begin(Ticket asked, InstanceState there) {
        ticket = asked;
        instance = there;
        objection = Objection.NONE;
    }

    void refuse(Objection reason) {
        objection = reason;
    }

    InstanceState instance() {
        return instance;
    }

    Objection objection() {
        return objection;
    }

    boolean isEligible() {
        return objection.isNone();
    }

    /// Only where it is eligible.
    Cost cost() {
        return cost;
    }

    @Override
    public double total() {
        return isEligible() ? cost.total() : Double.MAX_VALUE;
    }

    @Override
    public int cachedTokens() {
        return isEligible() ? cost.cached : 0;
    }

    @Override
    public boolean personal() {
        return instance.machine.condition.personal();
    }

    @Override
    public double busy() {
        return (double) instance.occupied() / instance.slots();
    }

    @Override
    public int lot() {
        return 31 * ticket.id().hashCode() + instance.id.hashCode() * 0x9E3779B9;
    }

    /// As it is kept.
    Candidate candidate() {
        Node node = instance.holder.node();
        return isEligible()
                ? new Candidate(
                        node.id(), node.name(), instance.id, objection, cost.terms(), cost.inputs(), situation())
                : new Candidate(node.id(), node.name(), instance.id, objection, null, null, null);
    }

    private Situation situation() {
        return new Situation(
                personal(),
                instance.occupied(),
                instance.slots(),
                instance.resident() == null ? 0 : instance.shown.window(),
                ticket.window());
    }
}
