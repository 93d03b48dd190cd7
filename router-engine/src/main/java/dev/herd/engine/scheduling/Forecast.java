package dev.herd.engine.scheduling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When slots become free, seen from one moment: first for what runs, then for those who wait, taken in their
/// order. Whoever asks sees only the work that comes before its own, so that a hundred batch requests behind
/// it delay nobody.
///
/// Only one is in use at a time: each keeps its numbers with the instances, where the next one overwrites
/// them.
final class Forecast {
    /// Whoever stands before it in the queue comes first; null when only those come first who are taken.
    private final @Nullable Waiting place;

    /// For passes, which take one after the other.
    Forecast() {
        this(null);
    }

    private Forecast(@Nullable Waiting place) {
        this.place = place;
    }

    /// The queue's forecast for one who stands at that place: all are taken into account who stand before it
    /// and wait for a model that it could take. They are looked up where they are planned, for the runners that are
    /// asked about; the queue may not change meanwhile.
    static Forecast before(Waiting place, FairQueue queue) {
        queue.settle();
        return new Forecast(place);
    }

    /// Seconds until the instance has a slot for one more.
    double soonest(InstanceState instance) {
        Seats runner = instance.first();
        boolean untouched = runner.forecast != this
                && instance.hasFreeSlot()
                && before(runner).isEmpty();
        return untouched ? 0 : of(runner).soonest();
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
        return of(instance.first()).take(seconds);
    }

    private SlotTimes of(Seats runner) {
        SlotTimes times = runner.slotTimes;
        if (runner.forecast != this) {
            runner.slotTimes(times);
            runner.forecast = this;
            List<Waiting> before = before(runner);
            for (int i = 0; i < before.size(); i++) {
                times.take(before.get(i).plannedSeconds);
            }
        }
        return times;
    }

    /// Who is planned for a runner and stands before the place, in their order.
    private List<Waiting> before(Seats runner) {
        Waiting here = place;
        if (here == null || (runner.planned == null && !runner.isShared())) {
            return List.of();
        }
        List<Waiting> before = List.of();
        for (int i = 0; i < runner.sharers.size(); i++) {
            for (Waiting each = runner.sharers.get(i).planned; each != null; each = each.nextPlanned) {
                if (goesBefore(each, here)) {
                    before = before.isEmpty() ? new ArrayList<>(4) : before;
                    before.add(each);
                }
            }
        }
        if (before.size() > 1) {
            before.sort(Waiting.ORDER);
        }
        return before;
    }

    private static boolean goesBefore(Waiting each, Waiting place) {
        return each.otherSeconds <= 0
                && Waiting.ORDER.compare(each, place) < 0
                && each.competesForAny(place.ticket.models());
    }
}
