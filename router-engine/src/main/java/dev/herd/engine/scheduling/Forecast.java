package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.ModelRef;
import java.util.List;

/// When slots become free, seen from one moment: first for what runs, then for those who wait, taken in their
/// order. Whoever asks sees only the work that comes before its own, so that a hundred batch requests behind
/// it delay nobody.
///
/// Only one is in use at a time: each keeps its numbers with the instances, where the next one overwrites
/// them.
final class Forecast {
    /// The queue's forecast for one who stands at that place: all are taken into account who stand before it
    /// and wait for a model that it could take.
    static Forecast before(Waiting place, FairQueue queue) {
        Forecast forecast = new Forecast();
        List<ModelRef> models = place.ticket.models();
        List<Waiting> before = queue.before(place);
        for (int i = 0; i < before.size(); i++) {
            Waiting each = before.get(i);
            if (each.competesForAny(models)) {
                forecast.take(each);
            }
        }
        return forecast;
    }

    /// Seconds until the instance has a slot for one more.
    double soonest(InstanceState instance) {
        boolean untouched = instance.sharers.getFirst().forecast != this && instance.hasFreeSlot();
        return untouched ? 0 : of(instance).soonest();
    }

    /// Takes one who waits into account, where it is planned for. One that something else than a slot keeps
    /// waiting leaves the slots to others.
    ///
    /// @return the seconds until it starts, 0 when it has no plan
    double take(Waiting waiting) {
        InstanceState plan = waiting.plan;
        if (plan == null) {
            return 0;
        }
        return waiting.otherSeconds > 0 ? waiting.otherSeconds : take(plan, waiting.plannedSeconds);
    }

    /// Takes work into account that goes to the instance next.
    ///
    /// @return the seconds until it starts
    double take(InstanceState instance, double seconds) {
        return of(instance).take(seconds);
    }

    private SlotTimes of(InstanceState sharer) {
        InstanceState instance = sharer.sharers.getFirst();
        SlotTimes known = instance.forecast == this ? instance.slotTimes : null;
        if (known == null) {
            known = instance.slotTimes();
            instance.forecast = this;
            instance.slotTimes = known;
        }
        return known;
    }
}
