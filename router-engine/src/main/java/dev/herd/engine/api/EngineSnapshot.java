package dev.herd.engine.api;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a window or a tray shows of one moment. Immutable.
///
/// @param version Herd's
/// @param endpoint where clients connect, such as `http://localhost:11435`
/// @param demo whether the machines are simulated
/// @param loads of instances that have work or slots
/// @param vitals of every machine of the fleet
/// @param live requests that run or wait, oldest first
/// @param places of those that wait, by request id
/// @param findings what the person should know, oldest first
/// @param historySince when the oldest kept request arrived; null when there is none, or no history
/// @param person how the machine that Herd runs on treats its person
public record EngineSnapshot(
        String version,
        Instant now,
        EngineState state,
        Duration uptime,
        String endpoint,
        boolean demo,
        FleetTotals totals,
        FleetSnapshot fleet,
        Map<InstanceId, InstanceLoad> loads,
        Map<NodeId, NodeVitals> vitals,
        List<RequestTrace> live,
        Map<String, WaitingPlace> places,
        List<Finding> findings,
        @Nullable Instant historySince,
        OwnPerson person) {
    public EngineSnapshot {
        loads = Map.copyOf(loads);
        vitals = Map.copyOf(vitals);
        live = List.copyOf(live);
        places = Map.copyOf(places);
        findings = List.copyOf(findings);
    }

    public InstanceLoad load(InstanceId instance) {
        return loads.getOrDefault(instance, InstanceLoad.NONE);
    }
}
