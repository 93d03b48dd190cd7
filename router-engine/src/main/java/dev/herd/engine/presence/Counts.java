package dev.herd.engine.presence;

import java.time.Instant;
import java.util.Arrays;

/// How much of each half hour of the week was seen, and how much of that the person was active. What is
/// older counts less: half after three weeks. In half hours, so that each week adds one to a slot, however
/// often sensors looked.
final class Counts {
    /// Three weeks follow a change of habits within a month, and still hold some five weeks together
    /// (routing spec 8.6).
    static final double HALF_LIFE_SECONDS = 21 * 86_400.0;

    private static final double HALF_HOUR_SECONDS = 1800;

    final double[] active = new double[LocalWeek.SLOTS];
    final double[] seen = new double[LocalWeek.SLOTS];

    void add(int slot, double seconds, Stretch.Use use) {
        double weight = seconds / HALF_HOUR_SECONDS;
        seen[slot] += weight;
        if (use == Stretch.Use.ACTIVE) {
            active[slot] += weight;
        }
    }

    /// What is left of a count between two moments: by the time that went by, not by how many came. A clock
    /// that was put back takes nothing away.
    static double left(Instant from, Instant to) {
        return Math.min(1, Math.pow(0.5, LocalWeek.seconds(from, to) / HALF_LIFE_SECONDS));
    }

    void fade(double left) {
        for (int slot = 0; slot < LocalWeek.SLOTS; slot++) {
            active[slot] *= left;
            seen[slot] *= left;
        }
    }

    void clear() {
        Arrays.fill(active, 0);
        Arrays.fill(seen, 0);
    }
}
