package dev.herd.engine.presence;

/// How likely the person comes at a time of the week while they are away. In a process of two states that
/// is active with share `p(t)` and ends being active at rate `m`, `dp/dt = l (1 - p) - m p`; so the rate of
/// returns is `l = m p / (1 - p) + dp/dt / (1 - p)`: those who come back from a break, and those who come
/// because it is their time.
///
/// The first part is [#readiness] times a rate `g` that is learned, how often the person comes and goes
/// ([ReturnRates]). With `g = sqrt(l m)` it is `g sqrt(p / (1 - p))`: shares divide the time between both
/// states, the pace stays. In hours in which the person is mostly away it is `g p / (1 - p)`, since nights
/// have no breaks. The second part, [#rise], counts where shares rise; where they fall, who is away just
/// stays so. Immutable.
final class Arrivals {
    /// No half hour is taken to be safe or lost altogether.
    private static final double LEAST_SHARE = 0.002;

    private static final double MOST_SHARE = 0.97;

    private static final double HALF_HOUR_SECONDS = 1800;

    private final double[] readiness = new double[LocalWeek.SLOTS];
    private final double[] rise = new double[LocalWeek.SLOTS];

    /// @param share of each half hour of the week; 0 is a certain no, 1 a certain yes
    Arrivals(double[] share) {
        for (int slot = 0; slot < LocalWeek.SLOTS; slot++) {
            if (share[slot] > 0) {
                double here = Math.clamp(share[slot], LEAST_SHARE, MOST_SHARE);
                double odds = here / (1 - here);
                double before = share[Math.floorMod(slot - 1, LocalWeek.SLOTS)];
                double behind = share[(slot + 1) % LocalWeek.SLOTS];
                readiness[slot] = odds > 1 ? Math.sqrt(odds) : odds;
                // Shares are means over half hours: each half of a step lies in one of them.
                double steps = Math.max(0, share[slot] - before) + Math.max(0, behind - share[slot]);
                rise[slot] = steps / 2 / HALF_HOUR_SECONDS / (1 - here);
            }
        }
    }

    /// What a second of being away counts for those who come back from a break.
    double readiness(int slot) {
        return readiness[slot];
    }

    /// Returns per second because it is the person's time.
    double rise(int slot) {
        return rise[slot];
    }
}
