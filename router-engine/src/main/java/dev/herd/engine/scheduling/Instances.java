package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.RunnerId;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.placement.MachineCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All instances of the fleet with the scheduler's state of each, and their machines. Iterates in the order
/// of the snapshot.
final class Instances {
    private final Knowledge knowledge;
    private final Map<InstanceId, InstanceState> states = new LinkedHashMap<>();
    private final Map<ModelRef, List<InstanceState>> byModel = new LinkedHashMap<>();
    private final Map<NodeId, Machine> machines = new LinkedHashMap<>();
    private final Map<NodeId, MachineCondition> conditions = new LinkedHashMap<>();

    Instances(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /// Takes over a new snapshot: keeps the state of what is still there or still in use. An upstream that
    /// serves again starts with a clean record.
    void update(FleetSnapshot fleet, Instant at) {
        Map<InstanceId, InstanceState> old = new LinkedHashMap<>(states);
        states.clear();
        byModel.clear();
        fleet.models().forEach((model, holders) -> {
            List<InstanceState> instances = new ArrayList<>();
            Variant likely = null;
            for (Holder holder : holders) {
                InstanceState instance = keep(known(old, holder), holder);
                instance.show(holder, likely, at);
                likely = instance.shown.variant();
                instances.add(instance);
            }
            byModel.put(model, instances);
        });
        share();
        old.forEach((id, state) -> {
            state.listed = false;
            state.shareWith(List.of(state));
            if (state.running() > 0) {
                states.put(id, state);
            }
        });
        settle();
        advance(at);
    }

    /// What is known of an instance. One that has moved to another machine begins anew there, once nothing runs on it.
    private static @Nullable InstanceState known(Map<InstanceId, InstanceState> old, Holder holder) {
        InstanceState known = old.get(holder.instance());
        boolean moved = known != null
                && known.running() == 0
                && !known.holder.node().id().equals(holder.node().id());
        return moved ? null : old.remove(holder.instance());
    }

    /// Finds out who runs in one runner.
    private void share() {
        Map<RunnerId, List<InstanceState>> runners = new LinkedHashMap<>();
        for (InstanceState state : states.values()) {
            runners.computeIfAbsent(state.holder.runner(), runner -> new ArrayList<>(1))
                    .add(state);
        }
        runners.values().forEach(sharers -> sharers.forEach(state -> state.shareWith(sharers)));
    }

    /// Gives each machine its instances.
    private void settle() {
        Map<NodeId, List<InstanceState>> byNode = new LinkedHashMap<>();
        for (InstanceState state : states.values()) {
            byNode.computeIfAbsent(state.holder.node().id(), node -> new ArrayList<>())
                    .add(state);
        }
        machines.keySet().retainAll(byNode.keySet());
        byNode.forEach((node, instances) -> {
            Machine machine = machine(node);
            machine.instances = instances;
        });
    }

    private Machine machine(NodeId node) {
        return machines.computeIfAbsent(node, id -> {
            Machine machine = new Machine(id);
            machine.condition = conditions.getOrDefault(id, MachineCondition.UNKNOWN);
            return machine;
        });
    }

    private InstanceState keep(@Nullable InstanceState known, Holder holder) {
        InstanceState state = known == null ? new InstanceState(holder, knowledge) : known;
        if (!state.holder.upstream().state().serves()
                && holder.upstream().state().serves()) {
            state.restart();
        }
        if (known == null) {
            state.machine = machine(holder.node().id());
        }
        states.put(holder.instance(), state);
        return state;
    }

    /// Lets all that run come on until that moment.
    void advance(Instant at) {
        knowledge.passed(at);
        machines.values().forEach(machine -> machine.advance(at));
    }

    /// Looks at how everything stands at a moment without letting it come on, so that looking changes
    /// nothing.
    <T extends @Nullable Object> T seenAt(Instant at, Supplier<T> look) {
        Map<Machine, Machine.Reached> before = new LinkedHashMap<>();
        machines.values().forEach(machine -> before.put(machine, machine.reached()));
        advance(at);
        T seen = look.get();
        before.forEach(Machine::goBack);
        return seen;
    }

    /// What is known of a machine changes.
    ///
    /// @return the machine, when it has models
    Optional<Machine> condition(NodeId node, MachineCondition condition) {
        conditions.put(node, condition);
        Optional<Machine> machine = Optional.ofNullable(machines.get(node));
        machine.ifPresent(known -> known.condition = condition);
        return machine;
    }

    /// A lease ended; an instance that has left the fleet is forgotten with its last one.
    @Nullable
    Running end(InstanceState instance, long lease, Instant at) {
        Running ended = instance.end(lease, at);
        if (!instance.listed && instance.running() == 0) {
            states.remove(instance.holder.instance());
        }
        return ended;
    }

    /// Who has the model.
    List<InstanceState> of(ModelRef model) {
        return byModel.getOrDefault(model, List.of());
    }

    @Nullable
    InstanceState find(InstanceId id) {
        return states.get(id);
    }

    Collection<Machine> machines() {
        return machines.values();
    }

    Collection<InstanceState> all() {
        return states.values();
    }
}
