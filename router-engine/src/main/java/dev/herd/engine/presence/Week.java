package dev.herd.engine.presence;

import dev.herd.engine.api.WeekMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// When a machine's person is usually at it, and how likely they come back. Own work of Herd is no part of
/// it: a machine that serves all night is free all night. Immutable.
public final class Week {
    /// How far ahead returns are foreseen slot by slot: no request takes longer.
    private static final Duration AHEAD = Duration.ofHours(24);

    /// How far back it counts that the person did not come: beyond, nothing changes any more.
    private static final Duration BACK = Duration.ofHours(24);

    /// Within this time memory that is missed can be given back, and the model loaded elsewhere.
    private static final Duration NOTICE = Duration.ofMinutes(10);

    /// Of the memory that the person's programs leave free, what models may take while the person works.
    private static final double LEAST_MEMORY = 0.5;

    /// Told in steps, so that nothing is loaded or unloaded for a hundredth.
    private static final double STEP = 0.05;

    /// After so many half hours of its own, an hour's share is its own for one half.
    private static final double HALF_CERTAIN = 3;

    private final LocalWeek local;
    private final double[] learned;
    private final double[] seen;
    private final WeekMap.Mark[] marks;
    private final ReturnRates rates;
    private final Arrivals arrivals;

    Week(LocalWeek local, Counts counts, WeekMap.Mark[] marks, ReturnRates rates) {
        this.local = local;
        this.learned = Shares.of(counts);
        this.seen = counts.seen.clone();
        this.marks = marks.clone();
        this.rates = rates;
        this.arrivals = new Arrivals(shares());
    }

    private double[] shares() {
        double[] shares = new double[LocalWeek.SLOTS];
        Arrays.setAll(shares, this::active);
        return shares;
    }

    /// Before anything was seen.
    public static Week unknown(ZoneId zone) {
        return new WeekLearner(zone).week();
    }

    /// How likely the person is active at that time, 0 to 1: what they said of the hour, else what was
    /// learned.
    public double active(Instant at) {
        return active(local.slot(at));
    }

    double active(int slot) {
        return switch (marks[slot / 2]) {
            case FREE -> 0;
            case BUSY -> 1;
            case LEARNED -> learned[slot];
        };
    }

    /// What the person said of the hour.
    public WeekMap.Mark mark(Instant at) {
        return marks[local.slot(at) / 2];
    }

    /// How likely the person comes back within that time, 0 to 1. Who asks more than once takes
    /// [#returns(Instant, Now)].
    public double returns(Instant now, Duration within, Now live) {
        return returns(now, live).chance(within);
    }

    /// How likely the person comes back, for every time ahead. A survival model: the rate of returns in
    /// each coming half hour follows from the shares of the week and how this person comes back
    /// ([Arrivals], [ReturnRates]), and falls while they stay away although they usually come at such
    /// times. Some hundred steps.
    public ReturnTable returns(Instant now, Now live) {
        if (live.isHere()) {
            return ReturnTable.HERE;
        }
        double pace = rates.pace(live.locked() ? Stretch.Use.LOCKED : Stretch.Use.IDLE);
        Duration away = live.away().compareTo(BACK) < 0 ? live.away() : BACK;
        double here = live.idle() == null && !live.locked() ? active(now) : 0;
        var ahead = new Ahead(pace);
        local.pieces(now, now.plus(AHEAD), ahead);
        return new ReturnTable(here, missed(now.minus(away), now, pace), ahead.seconds(), ahead.expected());
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /// Returns that were expected between two moments.
    private double missed(Instant from, Instant to, double pace) {
        var back = new Back(pace);
        local.pieces(from, to, back);
        return back.missed;
    }

    /// Adds up returns that did not happen.
    private final class Back implements LocalWeek.Piece {
        private final double pace;
        private double missed;

        Back(double pace) {
            this.pace = pace;
        }

        @Override
        public void of(int slot, double length) {
            missed = (missed + ReturnRates.rate(pace, arrivals, slot) * length) * ReturnRates.remembered(length);
        }
    }

    /// Adds up expected returns from piece to piece.
    private final class Ahead implements LocalWeek.Piece {
        private final double pace;
        private double[] seconds = new double[LocalWeek.SLOTS_A_DAY + 4];
        private double[] expected = new double[LocalWeek.SLOTS_A_DAY + 4];
        private int last;

        Ahead(double pace) {
            this.pace = pace;
        }

        @Override
        public void of(int slot, double length) {
            if (++last == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * last);
                expected = Arrays.copyOf(expected, 2 * last);
            }
            seconds[last] = seconds[last - 1] + length;
            expected[last] = expected[last - 1] + ReturnRates.rate(pace, arrivals, slot) * length;
        }

        double[] seconds() {
            return Arrays.copyOf(seconds, last + 1);
        }

        double[] expected() {
            return Arrays.copyOf(expected, last + 1);
        }
    }

    /// Of the memory that the person's programs leave free, the share that models may take, 0.5 to 1 in
    /// steps of 0.05: half while the person is there or said the hour is theirs, all when they said it is
    /// free, else all less half of the chance that they come back within ten minutes.
    public double memoryShare(Instant now, Now live) {
        return switch (mark(now)) {
            case FREE -> 1;
            case BUSY -> LEAST_MEMORY;
            case LEARNED -> {
                double share = 1 - (1 - LEAST_MEMORY) * returns(now, NOTICE, live);
                yield Math.clamp(Math.round(share / STEP) * STEP, LEAST_MEMORY, 1);
            }
        };
    }

    /// All of it for a window.
    public WeekMap map(Instant at) {
        List<WeekMap.Hour> hours = new ArrayList<>(WeekMap.HOURS);
        for (int hour = 0; hour < WeekMap.HOURS; hour++) {
            double own = seen[2 * hour] + seen[2 * hour + 1];
            hours.add(new WeekMap.Hour(
                    learned[2 * hour], learned[2 * hour + 1], own / (own + HALF_CERTAIN), marks[hour]));
        }
        return new WeekMap(at, local.zone().getId(), hours);
    }
}
