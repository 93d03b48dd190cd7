package dev.herd.engine.simulation;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.scheduling.SchedulerView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// I4: no request waits beside a machine that would cost it no more; for longer, that is, than until the
/// scheduler's next look and a tenth of a second.
///
/// Checked where the view of the scheduler says enough: on a machine that is wholly idle and has the model
/// loaded, the cost is the answer's time alone. It would certainly cost no more where that is less than what
/// the request is planned to wait before it even starts. Models of conversations are left out: their slots
/// are kept for those who are about to go on, which the view does not tell.
final class IdleMachines {
    /// A tenth of a second, and the quarter after which the scheduler looks at the whole queue.
    private static final double LONGEST = 0.35;

    /// A breaker that opened by a lost request rests a machine so long at most.
    private static final double LONGEST_REST = 300;

    private final Knowledge knowledge;
    private final Map<String, Double> lostAt = new LinkedHashMap<>();
    private final Map<String, Double> since = new LinkedHashMap<>();
    private final Set<String> keepingModels = new TreeSet<>();

    IdleMachines(Knowledge knowledge, List<Workload> workloads) {
        this.knowledge = knowledge;
        workloads.stream().filter(Workload::goesOn).forEach(load -> {
            keepingModels.addAll(load.models().keySet());
            load.requests().forEach(request -> keepingModels.add(request.model()));
        });
    }

    void lost(SimulatedServer server, double now) {
        lostAt.put(server.machine.name(), now);
    }

    /// Whether a machine has nothing to do and nothing against it.
    boolean isIdle(SimulatedServer server, double now) {
        return server.serves()
                && server.circumstances.reachable()
                && server.inFlight() == 0
                && now - lostAt.getOrDefault(server.machine.name(), -LONGEST_REST) >= LONGEST_REST;
    }

    void check(SchedulerView view, Simulation simulation, double now, Violations violations) {
        Set<String> beside = new TreeSet<>();
        for (SchedulerView.Load load : view.loads()) {
            SimulatedServer server = simulation.server(load.holder().node().name());
            String model = load.holder().model().name();
            if (isIdle(server, now) && server.hasLoaded(model) && !keepingModels.contains(model)) {
                for (SchedulerView.WaitingTicket each : view.waiting()) {
                    if (costsNoMore(each, load.holder(), server)) {
                        beside.add(each.ticket().id().value() + " beside " + server.machine.name());
                    }
                }
            }
        }
        since.keySet().retainAll(beside);
        for (String pair : beside) {
            double waited = now - since.computeIfAbsent(pair, key -> now);
            violations.check(waited <= LONGEST, "I4: waits " + pair, now);
        }
    }

    private boolean costsNoMore(SchedulerView.WaitingTicket waiting, Holder holder, SimulatedServer server) {
        Ticket ticket = waiting.ticket();
        if (!ticket.models().contains(holder.model().ref())
                || ticket.excluded().contains(holder.upstream().id())
                || (ticket.needsVision() && holder.model().lacks("vision"))
                || waiting.plannedNode().isEmpty()) {
            return false;
        }
        InstanceRates rates = knowledge.rates(holder, ticket.promptTokens());
        double alone = ticket.promptTokens() / rates.prefillTokensPerSecond()
                + (holder.model().embedsOnly() ? 0 : knowledge.answerTokens(ticket, holder))
                        / rates.decodeTokensPerSecond();
        return alone / server.toldSpeed() < waiting.etaSeconds();
    }
}
