package dev.herd.engine.presence;

/// How likely the person is active in each half hour of the week: a Beta posterior for each, whose prior is
/// what is known of its like. Five levels, each the prior of the next: all of the week, the hour of the
/// day, that hour on weekdays or at weekends, the hour of the week, its half. So a half hour that was never
/// seen has the share of its neighbours and of the same time on other days, and one that was seen often has
/// its own.
///
/// Shrinkage of binomial shares towards a mean of their group: Gelman and others, Bayesian Data Analysis,
/// 5.3.
final class Shares {
    /// Before anything was seen: six hours of a day.
    private static final double NOTHING_SEEN = 0.25;

    /// Half hours that each level's prior counts for. Of five weeks' worth of counts a slot holds at most,
    /// so that what was seen of a slot itself outweighs others after two or three weeks.
    private static final double ALL = 8;

    private static final double HOUR_OF_DAY = 2;
    private static final double KIND_OF_DAY = 4;
    private static final double HOUR_OF_WEEK = 3;
    private static final double HALF_HOUR = 1.5;

    /// What the half hours before and behind count for: who comes at nine today came at half past eight
    /// some day.
    private static final double BESIDE = 0.2;

    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final int WEEKEND = 5;

    private final Counts counts;

    private Shares(Counts counts) {
        this.counts = counts;
    }

    /// 336 probabilities, each above 0 and below 1.
    static double[] of(Counts counts) {
        return new Shares(counts).halves();
    }

    private double[] halves() {
        double[] halves = new double[LocalWeek.SLOTS];
        double all = whole();
        for (int hour = 0; hour < HOURS; hour++) {
            double anyDay = hours(hour, 0, DAYS, all, HOUR_OF_DAY);
            double weekday = hours(hour, 0, WEEKEND, anyDay, KIND_OF_DAY);
            double weekend = hours(hour, WEEKEND, DAYS, anyDay, KIND_OF_DAY);
            for (int day = 0; day < DAYS; day++) {
                double hourOfWeek = hours(hour, day, day + 1, day < WEEKEND ? weekday : weekend, HOUR_OF_WEEK);
                int slot = (day * HOURS + hour) * 2;
                halves[slot] = half(slot, hourOfWeek);
                halves[slot + 1] = half(slot + 1, hourOfWeek);
            }
        }
        return halves;
    }

    private double whole() {
        double active = 0;
        double seen = 0;
        for (int slot = 0; slot < LocalWeek.SLOTS; slot++) {
            active += counts.active[slot];
            seen += counts.seen[slot];
        }
        return posterior(active, seen, NOTHING_SEEN, ALL);
    }

    /// The same hour of some days.
    private double hours(int hour, int firstDay, int endDay, double prior, double weight) {
        double active = 0;
        double seen = 0;
        for (int day = firstDay; day < endDay; day++) {
            int slot = (day * HOURS + hour) * 2;
            active += beside(counts.active, slot, slot + 1);
            seen += beside(counts.seen, slot, slot + 1);
        }
        return posterior(active, seen, prior, weight);
    }

    private double half(int slot, double prior) {
        return posterior(beside(counts.active, slot, slot), beside(counts.seen, slot, slot), prior, HALF_HOUR);
    }

    /// The sum of `values` from `first` to `last`, with a little of what lies beside.
    private static double beside(double[] values, int first, int last) {
        int before = Math.floorMod(first - 1, values.length);
        int behind = Math.floorMod(last + 1, values.length);
        double within = first == last ? values[first] : values[first] + values[last];
        return within + BESIDE * (values[before] + values[behind]);
    }

    /// The mean of a Beta distribution after `seen` trials, `active` of them successes.
    private static double posterior(double active, double seen, double prior, double weight) {
        return (active + weight * prior) / (seen + weight);
    }
}
