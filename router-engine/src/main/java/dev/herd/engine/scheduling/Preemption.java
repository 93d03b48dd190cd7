package dev.herd.engine.scheduling;

import dev.herd.engine.placement.RequestClass;
import java.util.ArrayList;
import java.util.List;

/// Whether batch work should make way for an urgent ticket. What makes way is sent again later, and its
/// client sees nothing; so only what has not begun to answer can, and each at most twice.
final class Preemption {
    /// Less is no gain that a person notices.
    private static final double LEAST_GAIN_SECONDS = 0.5;

    private static final double LEAST_GAIN_SHARE = 0.1;

    private Preemption() {}

    /// Who should make way, on the machine where that gains most; nobody when it is not worth it.
    static List<Running> victims(Waiting waiting, Placement placement, Surroundings around) {
        if (waiting.ticket.requestClass() != RequestClass.INTERACTIVE) {
            return List.of();
        }
        double now = placement.total();
        double most = Math.max(LEAST_GAIN_SECONDS, LEAST_GAIN_SHARE * now);
        List<Running> best = List.of();
        for (InstanceState instance : placement.eligible()) {
            List<Running> victims = instance.machine.preemptible();
            if (victims.isEmpty() || instance.resident() == null) {
                continue;
            }
            double gain = now - costWithout(waiting, instance, victims, around);
            if (gain > most && gain * waiting.ticket.requestClass().worth() > lost(victims, instance.machine)) {
                most = gain;
                best = victims;
            }
        }
        return best;
    }

    private static double costWithout(
            Waiting waiting, InstanceState instance, List<Running> victims, Surroundings around) {
        Machine machine = instance.machine;
        List<Running> staying = new ArrayList<>(machine.all());
        staying.removeAll(victims);
        int occupied = 0;
        for (InstanceState sharer : instance.sharers) {
            for (Running each : staying) {
                occupied += sharer.find(each.lease.number()) == null ? 0 : 1;
            }
        }
        if (occupied >= instance.slots()) {
            return Double.MAX_VALUE;
        }
        LoadPlan plan = LoadPlan.of(waiting.ticket, instance, around);
        return new CostModel(waiting.ticket, around)
                .reckon(new Cost().at(instance, plan, 0, staying))
                .total();
    }

    private static double lost(List<Running> victims, Machine machine) {
        double sum = 0;
        for (Running each : victims) {
            sum += each.done(machine);
        }
        return sum;
    }
}
