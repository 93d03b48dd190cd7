package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.RequestClass;

/// One lease in use.
///
/// Its work is counted in the seconds it would take alone on its machine. All that run on a machine progress
/// alike, so that the machine's progress since its start is its own.
final class Running {
    /// A request that has run longer than predicted is expected to need half of its age once more: long
    /// answers are followed by more text more often than short ones.
    private static final double OVERDUE_SHARE = 0.5;

    private static final double LEAST_REMAINING = 0.1;

    final Lease lease;
    final int cachedTokens;

    /// The rank of the class that it ran as.
    final int level;

    /// Lone seconds of its work that are the load of its model.
    double loadSeconds;

    /// Whether its client has got something already.
    boolean begun;

    /// Whether it was told to make way.
    boolean preempted;

    /// What its machine's person has let go on when it was last told to step back.
    Allowance.GoesOn goesOn = Allowance.GoesOn.ALL;

    /// Whether it may be told to.
    final boolean yields;

    /// What its class is worth.
    final double worth;

    private final double work;
    private final double progressAtStart;
    private final double crowdAtStart;
    private final double secondsAtStart;
    private final double fullSpeedAtStart;

    Running(Lease lease, double work, int cachedTokens, Machine machine, int level, boolean yields) {
        this.lease = lease;
        this.cachedTokens = cachedTokens;
        this.level = level;
        this.yields = yields;
        this.work = work;
        worth = lease.ticket().requestClass().worth();
        progressAtStart = machine.progress();
        crowdAtStart = machine.crowd();
        secondsAtStart = machine.seconds();
        fullSpeedAtStart = machine.fullSpeedSeconds();
    }

    /// Lone seconds that it is expected to need still, at the moment its machine was last advanced to.
    double remaining(Machine machine) {
        double done = done(machine);
        double left = work - done;
        return Math.max(left > 0 ? left : done * OVERDUE_SHARE, LEAST_REMAINING);
    }

    /// Lone seconds that its load is expected to take still, 0 when it works.
    double loading(Machine machine) {
        return Math.max(0, loadSeconds - done(machine));
    }

    RequestClass requestClass() {
        return lease.ticket().requestClass();
    }

    /// Lone seconds that it has done.
    double done(Machine machine) {
        return machine.progress() - progressAtStart;
    }

    /// The share of its machine's speed that it had, on the average.
    double speed(Machine machine) {
        double seconds = machine.seconds() - secondsAtStart;
        return seconds <= 0 ? machine.condition.speed() : (machine.fullSpeedSeconds() - fullSpeedAtStart) / seconds;
    }

    /// How many others have run on its machine meanwhile, on the average.
    double beside(Machine machine) {
        double seconds = machine.seconds() - secondsAtStart;
        return seconds <= 0 ? 0 : Math.max(0, (machine.crowd() - crowdAtStart) / seconds - 1);
    }
}
