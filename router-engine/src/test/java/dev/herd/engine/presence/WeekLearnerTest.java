package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeekLearnerTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration HOUR = Duration.ofHours(1);

    private final WeekLearner learner = new WeekLearner(BERLIN);

    private static Instant local(String time) {
        return LocalDateTime.parse(time).atZone(BERLIN).toInstant();
    }

    /// Half an hour at a time.
    private void see(String from, double hours, Stretch.Use use) {
        Instant at = local(from);
        for (int half = 0; half < hours * 2; half++) {
            learner.observe(new Stretch(at, LocalWeek.HALF_HOUR, use));
            at = at.plus(LocalWeek.HALF_HOUR);
        }
    }

    private double active(String at) {
        return learner.week().active(local(at));
    }

    private double seen(DayOfWeek day, int hour, int half) {
        return learner.learned().seen().get(2 * WeekMap.index(day, hour) + half);
    }

    @Test
    void aMachineThatNobodyHasWatchedIsTakenToBeUsedSixHoursADay() {
        assertThat(active("2026-03-02T03:00")).isEqualTo(0.25);
    }

    @Test
    void theFirstMondayTellsOfTuesdayAndLessOfSaturday() {
        see("2026-03-02T00:00", 9, Stretch.Use.LOCKED);
        see("2026-03-02T09:00", 8, Stretch.Use.ACTIVE);
        see("2026-03-02T17:00", 7, Stretch.Use.LOCKED);

        assertThat(active("2026-03-09T10:00")).isGreaterThan(0.7);
        assertThat(active("2026-03-03T10:00")).isBetween(0.5, active("2026-03-09T10:00"));
        assertThat(active("2026-03-07T10:00")).isBetween(0.3, active("2026-03-03T10:00"));
        assertThat(active("2026-03-03T03:00")).isLessThan(0.15);
    }

    @Test
    void theHalfHoursBesideKnowALittle() {
        see("2026-03-02T09:00", 0.5, Stretch.Use.ACTIVE);

        assertThat(active("2026-03-02T08:30")).isGreaterThan(active("2026-03-02T08:00"));
        assertThat(active("2026-03-02T09:30")).isBetween(active("2026-03-02T08:30"), active("2026-03-02T09:00"));
    }

    @Test
    void halvesOfAnHourPartWhereTheyDiffer() {
        for (int week = 0; week < 5; week++) {
            see(LocalDateTime.parse("2026-03-02T12:00").plusWeeks(week).toString(), 0.5, Stretch.Use.ACTIVE);
            see(LocalDateTime.parse("2026-03-02T12:30").plusWeeks(week).toString(), 0.5, Stretch.Use.IDLE);
        }

        assertThat(active("2026-04-06T12:10")).isGreaterThan(0.6);
        assertThat(active("2026-04-06T12:40")).isLessThan(0.4);
    }

    @Test
    void threeWeeksHalveACountHoweverManyCameMeanwhile() {
        see("2026-03-02T09:00", 0.5, Stretch.Use.ACTIVE);
        see("2026-03-23T08:30", 0.5, Stretch.Use.IDLE);
        double quiet = seen(DayOfWeek.MONDAY, 9, 0);
        var busy = new WeekLearner(BERLIN);
        busy.observe(new Stretch(local("2026-03-02T09:00"), LocalWeek.HALF_HOUR, Stretch.Use.ACTIVE));
        Instant at = local("2026-03-02T09:30");
        while (at.isBefore(local("2026-03-23T09:00"))) {
            if (new LocalWeek(BERLIN).slot(at) / 48 != 0) {
                busy.observe(new Stretch(at, Duration.ofMinutes(1), Stretch.Use.IDLE));
            }
            at = at.plus(Duration.ofMinutes(1));
        }

        assertThat(quiet).isCloseTo(0.5, Offset.offset(0.01));
        assertThat(busy.learned().seen().get(2 * WeekMap.index(DayOfWeek.MONDAY, 9)))
                .isCloseTo(0.5, Offset.offset(0.01));
    }

    @Test
    void sensorsThatLookMoreOftenAddNoMore() {
        for (int second = 0; second < 1800; second += 5) {
            learner.observe(new Stretch(
                    local("2026-03-02T09:00").plusSeconds(second), Duration.ofSeconds(5), Stretch.Use.IDLE));
        }

        assertThat(seen(DayOfWeek.MONDAY, 9, 0)).isCloseTo(1, Offset.offset(1e-9));
    }

    @Test
    void aStretchIsDividedAmongItsHalfHours() {
        learner.observe(new Stretch(local("2026-03-02T23:50"), Duration.ofMinutes(45), Stretch.Use.IDLE));

        assertThat(seen(DayOfWeek.MONDAY, 23, 1)).isCloseTo(10 / 30.0, Offset.offset(1e-9));
        assertThat(seen(DayOfWeek.TUESDAY, 0, 0)).isCloseTo(1, Offset.offset(1e-9));
        assertThat(seen(DayOfWeek.TUESDAY, 0, 1)).isCloseTo(5 / 30.0, Offset.offset(1e-9));
    }

    @Test
    void aDayOf23HoursLeavesOneOut() {
        see("2026-03-29T01:00", 2, Stretch.Use.IDLE);

        assertThat(seen(DayOfWeek.SUNDAY, 1, 1)).isCloseTo(1, Offset.offset(0.01));
        assertThat(seen(DayOfWeek.SUNDAY, 2, 0)).isZero();
        assertThat(seen(DayOfWeek.SUNDAY, 2, 1)).isZero();
        assertThat(seen(DayOfWeek.SUNDAY, 3, 1)).isCloseTo(1, Offset.offset(0.01));
    }

    @Test
    void aDayOf25HoursSeesOneTwice() {
        see("2026-10-25T01:00", 4, Stretch.Use.IDLE);

        assertThat(seen(DayOfWeek.SUNDAY, 2, 0)).isCloseTo(2, Offset.offset(0.01));
        assertThat(seen(DayOfWeek.SUNDAY, 2, 1)).isCloseTo(2, Offset.offset(0.01));
        assertThat(seen(DayOfWeek.SUNDAY, 3, 1)).isCloseTo(1, Offset.offset(0.01));
        assertThat(seen(DayOfWeek.SUNDAY, 4, 0)).isZero();
    }

    @Test
    void everyMomentOfAYearLiesInTheHalfHourOfItsLocalTime() {
        // Lord Howe's summer time is half an hour, Kathmandu's offset ends with three quarters.
        for (String zone :
                new String[] {"Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"}) {
            var local = new LocalWeek(ZoneId.of(zone));
            Instant at = Instant.parse("2026-01-01T00:07:11Z");
            while (at.isBefore(Instant.parse("2027-01-01T00:00:00Z"))) {
                Instant end = local.endOfSlot(at);
                assertThat(end).isAfter(at);
                assertThat(local.slot(end.minusNanos(1))).isEqualTo(local.slot(at));
                assertThat(Duration.between(at, end)).isLessThanOrEqualTo(LocalWeek.HALF_HOUR);
                at = end;
            }
        }
    }

    @Test
    void whatIsTooLongOrEmptySaysNothing() {
        learner.observe(new Stretch(local("2026-03-02T09:00"), Duration.ofHours(9), Stretch.Use.ACTIVE));
        learner.observe(new Stretch(local("2026-03-02T09:00"), Duration.ZERO, Stretch.Use.ACTIVE));
        learner.observe(new Stretch(local("2026-03-02T09:00"), HOUR.negated(), Stretch.Use.ACTIVE));

        assertThat(learner.learned()).isEqualTo(LearnedWeek.NOTHING);
    }

    @Test
    void aClockThatWasPutBackTakesNothingAway() {
        see("2036-03-03T09:00", 0.5, Stretch.Use.ACTIVE);
        see("2026-03-02T08:00", 0.5, Stretch.Use.IDLE);
        see("2026-03-23T08:00", 0.5, Stretch.Use.IDLE);

        assertThat(seen(DayOfWeek.MONDAY, 9, 0)).isCloseTo(0.5, Offset.offset(0.01));
        assertThat(seen(DayOfWeek.MONDAY, 8, 0)).isCloseTo(1.5, Offset.offset(0.01));
    }

    /// A machine computes for Herd for two weeks at any load while nobody is there.
    @Test
    void ownWorkOfAnySizeChangesNoSlot() {
        var random = new Random(7);
        var silent = new WeekLearner(BERLIN);
        var foreign = new ForeignLoadRule();
        Instant at = local("2026-03-02T00:00");
        Instant end = local("2026-03-16T00:00");
        for (int minute = 0; at.isBefore(end); minute++, at = at.plusSeconds(60)) {
            if (minute % 7 == 0) {
                int leases = random.nextInt(4);
                foreign.ownWork(at, new OwnWork(leases, leases));
            }
            double own = random.nextDouble();
            var signals = NodeSignals.NONE
                    .with(Input.class, known(new Input(Duration.ofHours(3)), at))
                    .with(Processor.class, known(new Processor(own + 0.02), at))
                    .with(Runners.class, known(new Runners(own, 1 << 30), at));
            boolean ours = foreign.ownRecently(at);
            if (!ours) {
                signals = signals.with(Processor.class, known(new Processor(0.02), at))
                        .with(Runners.class, known(new Runners(0, 1 << 30), at));
            }
            Stretch.Use use = OwnerUse.of(signals, foreign.sensed(at, signals), Guard.State.UNKNOWN)
                    .orElseThrow();
            learner.observe(new Stretch(at, Duration.ofMinutes(1), use));
            silent.observe(new Stretch(at, Duration.ofMinutes(1), Stretch.Use.IDLE));
        }

        assertThat(learner.learned()).isEqualTo(silent.learned());
        assertThat(learner.learned().active()).containsOnly(0.0);
    }

    private static <T> Reading<T> known(T value, Instant at) {
        return new Reading.Known<>(value, at, "test");
    }

    @Test
    void whatThePersonSaysOfAnHourWinsUntilItIsTakenBack() {
        see("2026-03-02T09:00", 1, Stretch.Use.ACTIVE);
        double learned = active("2026-03-02T09:10");

        learner.mark(DayOfWeek.MONDAY, 9, WeekMap.Mark.FREE);
        learner.mark(DayOfWeek.MONDAY, 10, WeekMap.Mark.BUSY);

        assertThat(active("2026-03-02T09:10")).isZero();
        assertThat(active("2026-03-02T10:59")).isEqualTo(1);
        assertThat(learner.week().map(Instant.EPOCH).hour(DayOfWeek.MONDAY, 9).first())
                .isCloseTo(learned, Offset.offset(1e-9));
        learner.clearMarks();
        assertThat(active("2026-03-02T09:10")).isEqualTo(learned);
    }

    @Test
    void theMapSaysHowMuchOfAnHourWasSeen() {
        see("2026-03-02T09:00", 1, Stretch.Use.ACTIVE);
        WeekMap map = learner.week().map(local("2026-03-02T10:00"));

        assertThat(map.zone()).isEqualTo("Europe/Berlin");
        assertThat(map.hour(DayOfWeek.MONDAY, 9).confidence()).isCloseTo(0.4, Offset.offset(0.001));
        assertThat(map.hour(DayOfWeek.TUESDAY, 9).confidence()).isZero();
    }

    @Test
    void whatIsKeptGoesOn() {
        new Quarter(3, Quarter.Change.HABITS).past(learner::observe);
        learner.mark(DayOfWeek.FRIDAY, 15, WeekMap.Mark.FREE);
        var again = new WeekLearner(BERLIN, learner.learned());

        assertThat(again.learned()).isEqualTo(learner.learned());
        assertThat(again.week().map(Instant.EPOCH)).isEqualTo(learner.week().map(Instant.EPOCH));
    }

    @Test
    void forgettingLeavesMarks() {
        see("2026-03-02T09:00", 1, Stretch.Use.ACTIVE);
        learner.mark(DayOfWeek.FRIDAY, 15, WeekMap.Mark.FREE);
        learner.forget();

        assertThat(active("2026-03-02T09:00")).isEqualTo(0.25);
        assertThat(active("2026-03-06T15:00")).isZero();
    }

    @Test
    void keptWeeksAreWhole() {
        var nothing = LearnedWeek.NOTHING;
        assertThatThrownBy(() -> new LearnedWeek(
                        nothing.at(),
                        Collections.nCopies(335, 0.0),
                        nothing.seen(),
                        nothing.marks(),
                        nothing.open(),
                        nothing.locked()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LearnedWeek(
                        nothing.at(),
                        Collections.nCopies(336, 1.0),
                        nothing.seen(),
                        nothing.marks(),
                        nothing.open(),
                        nothing.locked()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReturnRate(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
