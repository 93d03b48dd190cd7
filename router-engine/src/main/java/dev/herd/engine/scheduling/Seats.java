package dev.herd.engine.scheduling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who has the slots of an instance, and who is planned for them. The part of [InstanceState] that forecasts look at.
abstract sealed class Seats permits InstanceState {
    Machine machine = new Machine(null);

    /// Tickets planned for it, each of which knows the next, in no order; null when none is. A list would be one more
    /// thing to look at for each candidate.
    @Nullable
    Waiting planned;

    /// Those that run in the same runner, this one among them: they share its slots.
    List<InstanceState> sharers = List.of();

    /// The same without itself.
    private List<InstanceState> others = List.of();

    private Seats first = this;

    /// The forecast that last looked at the runner. Its numbers are the first of its sharers'.
    @Nullable
    Forecast forecast;

    final SlotTimes slotTimes = new SlotTimes(1);

    /// In the order of their leases.
    final List<Running> running = new ArrayList<>(1);

    /// How many there are.
    abstract int slots();

    /// They run in one runner from now on, it among them.
    final void shareWith(List<InstanceState> those) {
        sharers = those;
        first = those.getFirst();
        others = those.size() == 1
                ? List.of()
                : those.stream().filter(each -> each != this).toList();
    }

    final boolean isShared() {
        return !others.isEmpty();
    }

    /// Where the numbers of its runner are.
    final Seats first() {
        return first;
    }

    /// Seconds until nothing runs in its runner any more, 0 when nothing does.
    final double workSeconds() {
        double most = 0;
        for (InstanceState sharer : sharers) {
            for (Running each : sharer.running) {
                most = Math.max(most, each.remaining(machine) * machine.slowdown(machine.running() - 1.0));
            }
        }
        return most;
    }

    int running() {
        return running.size();
    }

    /// How many run in its runner, under whatever name.
    int occupied() {
        int count = running.size();
        for (int i = 0; i < others.size(); i++) {
            count += others.get(i).running();
        }
        return count;
    }

    @Nullable
    Running find(long lease) {
        for (Running each : running) {
            if (each.lease.number() == lease) {
                return each;
            }
        }
        return null;
    }

    boolean hasFreeSlot() {
        return occupied() < slots();
    }

    void take(Running one) {
        running.add(one);
        machine.start(one);
    }

    void leave(Running one) {
        running.remove(one);
        machine.end(one);
    }

    /// Writes down when its slots become free, as far as what runs tells.
    SlotTimes slotTimes(SlotTimes times) {
        times.free(slots());
        double slowdown = machine.slowdown(machine.running() - 1.0);
        occupy(times, slowdown);
        for (int i = 0; i < others.size(); i++) {
            others.get(i).occupy(times, slowdown);
        }
        return times;
    }

    final void occupy(SlotTimes times, double slowdown) {
        for (int i = 0; i < running.size(); i++) {
            times.runs(running.get(i).remaining(machine) * slowdown);
        }
    }

    void plan(Waiting one) {
        one.nextPlanned = planned;
        planned = one;
    }

    void unplan(Waiting one) {
        Waiting before = null;
        for (Waiting each = planned; each != null && each != one; each = each.nextPlanned) {
            before = each;
        }
        if (before == null) {
            planned = one.nextPlanned;
        } else {
            before.nextPlanned = one.nextPlanned;
        }
        one.nextPlanned = null;
    }

    int countPlanned() {
        int count = 0;
        for (Waiting each = planned; each != null; each = each.nextPlanned) {
            count++;
        }
        return count;
    }
}
