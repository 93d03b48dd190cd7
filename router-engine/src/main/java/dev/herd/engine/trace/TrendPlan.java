package dev.herd.engine.trace;

import dev.herd.engine.api.TrendQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Which steps answer a query, and what they are read from. All in seconds of the epoch.
///
/// @param source what is read
/// @param step length of a bucket, a multiple of the source's
/// @param start of the first bucket, a multiple of `step`
/// @param count of buckets
/// @param now when it was asked
record TrendPlan(TrendStep source, long step, long start, int count, long now) {
    private static final int MILLIS = 1000;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    /// Lengths that people read without reckoning.
    private static final List<Integer> LENGTHS = List.of(
            10,
            20,
            30,
            MINUTE,
            2 * MINUTE,
            5 * MINUTE,
            10 * MINUTE,
            15 * MINUTE,
            30 * MINUTE,
            HOUR,
            2 * HOUR,
            3 * HOUR,
            6 * HOUR,
            12 * HOUR,
            DAY,
            2 * DAY,
            7 * DAY,
            30 * DAY,
            365 * DAY,
            1000 * DAY);

    static TrendPlan of(TrendQuery query, Instant now) {
        Instant oldest = now.minus(TrendStep.HOUR.kept());
        Instant from = query.from().isBefore(oldest) ? oldest : query.from();
        Instant to = query.to().isAfter(now) ? now : query.to();
        if (!from.isBefore(to)) {
            return new TrendPlan(TrendStep.HOUR, HOUR, TrendStep.HOUR.startOf(from.getEpochSecond()), 0, seconds(now));
        }
        long finest = finestKept(Duration.between(from, now)).seconds();
        long step = LENGTHS.getLast();
        for (int length : LENGTHS) {
            if (length >= finest && buckets(from, to, length) <= query.points()) {
                step = length;
                break;
            }
        }
        long start = seconds(from) - Math.floorMod(seconds(from), step);
        return new TrendPlan(coarsest(step), step, start, (int) buckets(from, to, step), seconds(now));
    }

    private static long seconds(Instant moment) {
        return moment.getEpochSecond();
    }

    private static long buckets(Instant from, Instant to, long step) {
        return Math.ceilDiv(to.toEpochMilli(), step * MILLIS) - Math.floorDiv(seconds(from), step);
    }

    private static TrendStep finestKept(Duration age) {
        for (TrendStep each : TrendStep.values()) {
            if (age.compareTo(each.kept()) <= 0) {
                return each;
            }
        }
        return TrendStep.HOUR;
    }

    /// Long steps are made of hours and minutes: that many fewer rows are read.
    private static TrendStep coarsest(long step) {
        TrendStep found = TrendStep.POINT;
        for (TrendStep each : TrendStep.values()) {
            if (step % each.seconds() == 0) {
                found = each;
            }
        }
        return found;
    }

    long end() {
        return start + step * count;
    }

    /// The bucket that a second lies in; below 0 or at least `count` when it lies in none.
    long bucket(long second) {
        return Math.floorDiv(second - start, step);
    }

    /// How many seconds of a bucket have passed.
    long passed(int bucket) {
        return Math.clamp(now - (start + step * bucket), 1, step);
    }
}
