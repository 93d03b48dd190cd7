package dev.herd.engine.presence;

import dev.herd.engine.api.WeekMap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Learns when a machine's person is at it. For one thread at a time; [#week()] is for all.
///
/// Only what sensors tell of the person comes in: work of Herd's own changes nothing, see [OwnerUse].
public final class WeekLearner {
    /// Between two looks that are farther apart the person may have come and gone.
    private static final Duration GAP = Duration.ofMinutes(5);

    /// Counts fade by steps of this: a tenth of a per cent of them.
    private static final Duration STEP = Duration.ofMinutes(30);

    private final LocalWeek local;
    private final Counts counts = new Counts();
    private final WeekMap.Mark[] marks = new WeekMap.Mark[WeekMap.HOURS];
    private ReturnRates rates;
    private Instant at;
    private @Nullable Stretch last;
    private double missed;
    private @Nullable Week week;

    /// Whether the week was added to since it was made. Returns are learned by it all the same: half an
    /// hour changes little.
    private boolean stale;

    public WeekLearner(ZoneId zone) {
        this(zone, LearnedWeek.NOTHING);
    }

    /// @param zone of the machine's clock; half hours are local
    public WeekLearner(ZoneId zone, LearnedWeek kept) {
        this.local = new LocalWeek(zone);
        this.at = kept.at();
        for (int slot = 0; slot < LocalWeek.SLOTS; slot++) {
            counts.active[slot] = kept.active().get(slot);
            counts.seen[slot] = kept.seen().get(slot);
        }
        kept.marks().toArray(marks);
        this.rates = new ReturnRates(kept.open(), kept.locked());
    }

    /// Takes in what was seen. What is empty or longer than [Stretch#LONGEST] says nothing and is left out.
    public void observe(Stretch seen) {
        if (!seen.tellsSomething()) {
            return;
        }
        fade(seen.from());
        follow(seen);
        local.pieces(seen.from(), seen.end(), (slot, seconds) -> counts.add(slot, seconds, seen.use()));
        last = seen;
        stale = true;
    }

    private void fade(Instant now) {
        Duration since = Duration.between(at, now);
        if (since.abs().compareTo(STEP) >= 0) {
            double left = Counts.left(at, now);
            counts.fade(left);
            rates = rates.faded(left);
            at = now;
            week = null;
        }
    }

    /// Learns how quickly the person comes back, from a time of being away that was seen without a gap.
    private void follow(Stretch seen) {
        boolean goesOn =
                last != null && Duration.between(last.end(), seen.from()).abs().compareTo(GAP) <= 0;
        if (!goesOn) {
            missed = 0;
        }
        if (seen.use() != Stretch.Use.ACTIVE) {
            local.pieces(seen.from(), seen.end(), (slot, seconds) -> stayed(seen.use(), slot, seconds));
            return;
        }
        if (goesOn && last != null && last.use() != Stretch.Use.ACTIVE) {
            int slot = local.slot(seen.from());
            double pace = rates.pace(last.use());
            double rate = ReturnRates.rate(pace, known().arrivals(), slot);
            double breaks = pace * known().arrivals().readiness(slot);
            rates = rates.came(last.use(), rate == 0 ? 1 : breaks / rate);
            week = null;
        }
        missed = 0;
    }

    /// Exposure counts by what the unknown factor of this time of being away is expected to be (see
    /// [ReturnRates]): the integral of `K / (K + h)` over a time in which `h` grows steadily.
    private void stayed(Stretch.Use use, int slot, double seconds) {
        Arrivals arrivals = known().arrivals();
        double rate = ReturnRates.rate(rates.pace(use), arrivals, slot);
        double after = missed + rate * seconds;
        if (rate > 0) {
            double factorSeconds = ReturnRates.K / rate * Math.log((ReturnRates.K + after) / (ReturnRates.K + missed));
            rates = rates.stayed(use, arrivals.readiness(slot) * factorSeconds);
        }
        missed = after * ReturnRates.remembered(seconds);
    }

    /// Sets what the person says of an hour; [WeekMap.Mark#LEARNED] takes it back.
    ///
    /// @param hour 0 to 23
    public void mark(DayOfWeek day, int hour, WeekMap.Mark mark) {
        marks[WeekMap.index(day, hour)] = mark;
        week = null;
    }

    /// Takes back all that the person said.
    public void clearMarks() {
        Arrays.fill(marks, WeekMap.Mark.LEARNED);
        week = null;
    }

    /// Forgets what was learned, for a machine that changed hands. Marks stay.
    public void forget() {
        counts.clear();
        rates = ReturnRates.NONE;
        last = null;
        missed = 0;
        week = null;
    }

    /// Forgets what was learned, and what the person said.
    public void forgetAll() {
        forget();
        clearMarks();
    }

    /// What is known now. Made anew after observations: about ten microseconds.
    public Week week() {
        if (stale) {
            week = null;
        }
        return known();
    }

    private Week known() {
        Week known = week;
        if (known == null) {
            known = new Week(local, counts, marks, rates);
            week = known;
            stale = false;
        }
        return known;
    }

    /// What a file keeps.
    public LearnedWeek learned() {
        return new LearnedWeek(
                at, list(counts.active), list(counts.seen), List.of(marks), rates.open(), rates.locked());
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return Collections.unmodifiableList(list);
    }
}
