package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.RunnerId;
import dev.herd.engine.placement.InstanceRates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All instances of the fleet with the scheduler's state of each. Iterates in the order of the snapshot.
final class Instances {
    /// More than a household's machines have models; beyond it, what was measured longest ago is forgotten.
    private static final int MOST_MEASURED = 4096;

    private final Map<InstanceId, InstanceRates> measured = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, InstanceRates> eldest) {
            return size() > MOST_MEASURED;
        }
    };
    private final Map<InstanceId, InstanceState> states = new LinkedHashMap<>();
    private final Map<ModelRef, List<InstanceState>> byModel = new LinkedHashMap<>();

    /// Takes over a new snapshot: keeps the state of what is still there or still in use. An upstream that serves again
    /// starts with a clean record.
    void update(FleetSnapshot fleet) {
        Map<InstanceId, InstanceState> old = new LinkedHashMap<>(states);
        states.clear();
        byModel.clear();
        fleet.models().forEach((model, holders) -> {
            List<InstanceState> instances = new ArrayList<>();
            for (Holder holder : holders) {
                instances.add(keep(old.remove(holder.instance()), holder));
            }
            byModel.put(model, instances);
        });
        share();
        old.forEach((id, state) -> {
            state.listed = false;
            state.sharers = List.of(state);
            if (state.running() > 0) {
                states.put(id, state);
            }
        });
    }

    /// Finds out who runs in one runner.
    private void share() {
        Map<RunnerId, List<InstanceState>> runners = new LinkedHashMap<>();
        for (InstanceState state : states.values()) {
            runners.computeIfAbsent(state.holder.runner(), runner -> new ArrayList<>(1))
                    .add(state);
        }
        runners.values().forEach(sharers -> sharers.forEach(state -> state.sharers = sharers));
    }

    private InstanceState keep(@Nullable InstanceState known, Holder holder) {
        InstanceState state = known == null ? appeared(holder) : known;
        if (!state.holder.upstream().state().serves()
                && holder.upstream().state().serves()) {
            state.breaker = new Breaker();
            state.busyUntil = null;
        }
        state.holder = holder;
        state.listed = true;
        states.put(holder.instance(), state);
        return state;
    }

    /// What was measured before a model went and came back holds still.
    private InstanceState appeared(Holder holder) {
        InstanceState state = new InstanceState(holder);
        state.rates = measured.getOrDefault(holder.instance(), InstanceRates.PRIOR);
        return state;
    }

    /// A lease ended; an instance that has left the fleet is forgotten with its last one.
    void end(InstanceState instance, long lease) {
        instance.end(lease);
        if (!instance.listed && instance.running() == 0) {
            states.remove(instance.holder.instance());
        }
    }

    void rates(InstanceId id, InstanceRates rates) {
        measured.put(id, rates);
        InstanceState state = states.get(id);
        if (state != null) {
            state.rates = rates;
        }
    }

    /// Who has the model.
    List<InstanceState> of(ModelRef model) {
        return byModel.getOrDefault(model, List.of());
    }

    @Nullable
    InstanceState find(InstanceId id) {
        return states.get(id);
    }

    Collection<InstanceState> all() {
        return states.values();
    }
}
