package dev.herd.engine;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.FleetTotals;
import dev.herd.engine.api.InstanceLoad;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.OwnPerson;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.gateway.Records;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.scheduling.SchedulerView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Puts together what windows show of one moment, from those who own the parts. Thread-safe.
final class SnapshotMaker {
    private final Parts parts;
    private final Facts facts;

    /// Who owns what is shown.
    record Parts(FleetRegistry registry, Dispatcher dispatcher, Records records, SignalBoard board) {}

    /// What does not change while the engine runs.
    ///
    /// @param demo whether the machines are simulated
    /// @param person the one at this machine
    /// @param stopping whether it takes no more requests
    record Facts(
            String version,
            String endpoint,
            Instant started,
            InstantSource clock,
            boolean demo,
            Supplier<OwnPerson> person,
            BooleanSupplier stopping) {}

    SnapshotMaker(Parts parts, Facts facts) {
        this.parts = parts;
        this.facts = facts;
    }

    EngineSnapshot now() {
        Instant now = facts.clock().instant();
        FleetSnapshot fleet = parts.registry().snapshot();
        SchedulerView work = parts.dispatcher().view();
        Map<NodeId, NodeVitals> vitals = new HashMap<>();
        for (Node node : fleet.nodes()) {
            vitals.put(node.id(), parts.board().vitals(node.id(), now));
        }
        List<RequestTrace> live = new ArrayList<>(parts.records().live().all());
        live.sort(Comparator.comparing(RequestTrace::receivedAt).thenComparing(RequestTrace::id));
        FleetTotals totals = totals(fleet, work, vitals);
        return new EngineSnapshot(
                facts.version(),
                now,
                state(fleet, totals),
                Duration.between(facts.started(), now),
                facts.endpoint(),
                facts.demo(),
                totals,
                fleet,
                loads(work),
                vitals,
                live,
                places(work),
                parts.records().findings().current(),
                parts.records().ended().oldest().orElse(null),
                facts.person().get());
    }

    private FleetTotals totals(FleetSnapshot fleet, SchedulerView work, Map<NodeId, NodeVitals> vitals) {
        long up = fleet.nodes().stream().filter(node -> node.state().serves()).count();
        long resident = fleet.models().values().stream()
                .filter(holders -> holders.stream()
                        .anyMatch(holder -> holder.serves() && holder.model().listedAsLoaded()))
                .count();
        double speed = vitals.values().stream()
                .mapToDouble(NodeVitals::tokensPerSecond)
                .sum();
        int errors = parts.records().statistics().counts().errorsLastHour();
        return new FleetTotals(
                (int) up, (int) resident, work.running(), work.waiting().size(), speed, errors);
    }

    private EngineState state(FleetSnapshot fleet, FleetTotals totals) {
        if (facts.stopping().getAsBoolean()) {
            return EngineState.STOPPING;
        }
        if (totals.nodesUp() == 0) {
            return withoutNodes(fleet);
        }
        if (totals.waiting() > 0) {
            return EngineState.BUSY;
        }
        return totals.running() > 0 ? EngineState.SERVING : EngineState.IDLE;
    }

    private EngineState withoutNodes(FleetSnapshot fleet) {
        if (fleet.nodes().stream().anyMatch(SnapshotMaker::stepsBack)) {
            return EngineState.PAUSED;
        }
        return parts.registry().allAsked() ? EngineState.NO_NODES : EngineState.STARTING;
    }

    private static boolean stepsBack(Node node) {
        return node.state() == NodeState.PAUSED || node.state() == NodeState.DRAINING;
    }

    private static Map<InstanceId, InstanceLoad> loads(SchedulerView work) {
        Map<InstanceId, InstanceLoad> loads = new HashMap<>();
        for (SchedulerView.Load load : work.loads()) {
            loads.put(
                    load.holder().instance(),
                    new InstanceLoad(load.running(), load.waiting(), load.secondsUntilFree(), load.pinned()));
        }
        return loads;
    }

    private static Map<String, WaitingPlace> places(SchedulerView work) {
        Map<String, WaitingPlace> places = new HashMap<>();
        for (SchedulerView.WaitingTicket waiting : work.waiting()) {
            places.put(
                    waiting.ticket().id().value(),
                    new WaitingPlace(waiting.position(), waiting.etaSeconds(), waiting.plannedNode()));
        }
        return places;
    }
}
