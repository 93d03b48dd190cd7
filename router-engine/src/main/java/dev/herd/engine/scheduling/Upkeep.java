package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.Pin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the scheduler does that nobody's request asks for: keeps pinned models in memory, loads those that are soon
/// asked for, and measures what nobody has measured.
final class Upkeep {
    private final Probing probing = new Probing();
    private final Pinning pinning = new Pinning();
    private final Preloading preloading = new Preloading();
    private final Map<Long, Begun> loads = new LinkedHashMap<>();
    private long nextLoad = 1;

    private record Begun(InstanceId instance, Effect.Why why) {}

    /// The fleet, its machines or the pins have changed: what is kept for pins has to be known before anybody is
    /// served.
    void settle(Surroundings around) {
        pinning.settle(around);
    }

    /// Takes what is told of pins and of loads that were begun here.
    void take(Event event, Instances instances) {
        switch (event) {
            case Event.Pinned(var pin, Instant at) -> pinning.pin(pin, at);
            case Event.Unpinned(var pin, var _) -> pinning.unpin(pin);
            case Event.Unwanted(var model, Instant at) -> preloading.unwanted(model, at);
            case Event.LoadEnded(long load, String failure, Instant at) -> loadEnded(load, failure, instances, at);
            default -> throw new IllegalArgumentException("not told to the upkeep: " + event);
        }
    }

    String objection(Pin pin, Instances instances) {
        return pinning.objection(pin, instances);
    }

    /// Something has ended on a machine.
    void ended(Machine machine, Instant at) {
        probing.ended(machine, at);
        preloading.ended(machine, at);
    }

    private void loadEnded(long load, String failure, Instances instances, Instant at) {
        Begun begun = loads.remove(load);
        InstanceState instance = begun == null ? null : instances.find(begun.instance());
        if (begun == null || instance == null || !instance.endLoad(load)) {
            return;
        }
        pinning.ended(instance, failure, at);
        if (begun.why() == Effect.Why.DEMAND && instance.resident() == null) {
            preloading.failed(instance, at);
        }
    }

    /// Looks at what is due after an event.
    ///
    /// @param idle whether no request waits
    void look(Event event, Surroundings around, Leases leases, boolean idle, List<Effect> effects) {
        if (looksAfter(event) || !pinning.isContent()) {
            pinning.settle(around);
            pinning.look(around, (instance, plan, why) -> load(instance, plan, why, around.at(), effects), effects);
        }
        if (idle && looksAfter(event)) {
            preloading
                    .look(around)
                    .ifPresent(
                            choice -> load(choice.instance(), choice.plan(), Effect.Why.DEMAND, around.at(), effects));
            probing.look(around.instances(), around.at()).ifPresent(due -> effects.add(leases.probe(due, around.at())));
        }
    }

    /// Whether to look at all instances. Requests that come and go should not pay for it, and the tick that follows the
    /// last of them finds what they left.
    private static boolean looksAfter(Event event) {
        return switch (event) {
            case Event.FleetChanged _,
                    Event.ConditionChanged _,
                    Event.Ticked _,
                    Event.Pinned _,
                    Event.Unpinned _,
                    Event.LoadEnded _ -> true;
            default -> false;
        };
    }

    private void load(InstanceState instance, LoadPlan plan, Effect.Why why, Instant at, List<Effect> effects) {
        long number = nextLoad++;
        loads.put(number, new Begun(instance.id, why));
        List<Holder> first = new ArrayList<>();
        for (InstanceState victim : plan.victims()) {
            victim.leave(at);
            first.add(victim.holder);
        }
        instance.beginLoad(number, plan.loadSeconds(), at);
        effects.add(new Effect.Load(number, instance.holder, first, why));
    }

    /// When something may be due by itself; null when nothing is.
    @Nullable
    Instant next(Instant at) {
        Instant next = earlier(earlier(probing.next(), preloading.next()), pinning.next());
        return next.equals(Instant.MAX) ? null : next.isBefore(at) ? at : next;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
