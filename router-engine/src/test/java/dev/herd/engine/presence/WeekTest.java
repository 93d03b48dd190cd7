package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.WeekMap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeekTest {
    private static final Duration FIVE = Duration.ofMinutes(5);

    private final WeekLearner learner = new WeekLearner(Quarter.ZONE);

    /// Six weeks of nine to five, Monday to Friday.
    @BeforeEach
    void nineToFive() {
        LocalDateTime monday = LocalDateTime.parse("2026-01-05T00:00");
        for (int half = 0; half < 6 * LocalWeek.SLOTS; half++) {
            LocalDateTime time = monday.plusMinutes(30L * half);
            boolean works = time.getDayOfWeek().getValue() < 6 && time.getHour() >= 9 && time.getHour() < 17;
            learner.observe(new Stretch(
                    time.atZone(Quarter.ZONE).toInstant(),
                    LocalWeek.HALF_HOUR,
                    works ? Stretch.Use.ACTIVE : Stretch.Use.LOCKED));
        }
    }

    private static Instant at(String time) {
        return LocalDateTime.parse("2026-02-" + time).atZone(Quarter.ZONE).toInstant();
    }

    private double within(String at, Duration within, Now live) {
        return learner.week().returns(at(at), within, live);
    }

    @Test
    void whoIsThereIsThere() {
        assertThat(within("16T03:00", Duration.ZERO, Now.HERE)).isEqualTo(1);
    }

    @Test
    void nightsAreQuietAndMorningsAreNot() {
        Now sinceEvening = Now.locked(Duration.ofHours(10));

        assertThat(within("17T03:00", Duration.ofHours(1), sinceEvening)).isLessThan(0.05);
        assertThat(within("17T08:55", Duration.ofMinutes(30), sinceEvening)).isGreaterThan(0.7);
    }

    @Test
    void aWeekendIsNoWeekday() {
        Now sinceEvening = Now.locked(Duration.ofHours(10));

        assertThat(within("21T10:00", FIVE, sinceEvening)).isLessThan(within("17T10:00", FIVE, sinceEvening) / 5);
    }

    @Test
    void aLunchBreakEndsSoonerThanAHoliday() {
        double lunch = within("17T12:30", FIVE, Now.idle(Duration.ofMinutes(20)));
        double holiday = within("17T12:30", FIVE, Now.idle(Duration.ofDays(3)));

        assertThat(lunch).isGreaterThan(0.3);
        assertThat(holiday).isLessThan(lunch / 3);
    }

    @Test
    void aLockedScreenIsLeftForLonger() {
        Week unknown = Week.unknown(Quarter.ZONE);

        assertThat(unknown.returns(at("17T11:00"), FIVE, Now.locked(Duration.ofMinutes(10))))
                .isLessThan(unknown.returns(at("17T11:00"), FIVE, Now.idle(Duration.ofMinutes(15))));
    }

    @Test
    void whereNothingIsSensedTheWeekAloneTells() {
        assertThat(within("17T11:00", FIVE, Now.UNKNOWN)).isGreaterThan(0.8);
        assertThat(within("17T03:00", FIVE, Now.UNKNOWN)).isLessThan(0.1);
    }

    @Test
    void aChanceIsOneAndNeverFallsWithTime() {
        var random = new Random(11);
        for (int each = 0; each < 300; each++) {
            Instant now = at("16T00:00").plusSeconds(random.nextInt(14 * 86_400));
            var live = new Now(
                    random.nextInt(5) == 0 ? null : Duration.ofSeconds(random.nextInt(400_000)), random.nextBoolean());
            ReturnTable table = learner.week().returns(now, live);
            double before = 0;
            for (long seconds = 0; seconds < 300_000; seconds += 1 + seconds / 3) {
                double chance = table.chance(Duration.ofSeconds(seconds));
                assertThat(chance).isBetween(before, 1.0);
                before = chance;
            }
            assertThat(table.chance(Duration.ofSeconds(-5))).isEqualTo(table.chance(Duration.ZERO));
        }
    }

    @Test
    void howQuicklyThePersonComesBackIsLearned() {
        double restless = afterTurnsOf(1);
        double settled = afterTurnsOf(24);

        assertThat(restless).isGreaterThan(1.2 * settled);
    }

    /// How likely a person comes back within five minutes who is there half of the time, in turns of so
    /// many times five minutes.
    private static double afterTurnsOf(int steps) {
        var person = new WeekLearner(Quarter.ZONE);
        Instant time = at("16T08:00");
        for (int each = 0; each < 144; each++) {
            person.observe(new Stretch(time, FIVE, each / steps % 2 == 0 ? Stretch.Use.ACTIVE : Stretch.Use.IDLE));
            time = time.plus(FIVE);
        }
        return person.week().returns(at("23T14:00"), FIVE, Now.idle(Duration.ofMinutes(6)));
    }

    @Test
    void memoryFollowsTheChanceOfAReturn() {
        Week week = learner.week();

        assertThat(week.memoryShare(at("17T11:00"), Now.HERE)).isEqualTo(0.5);
        assertThat(week.memoryShare(at("17T03:00"), Now.locked(Duration.ofHours(10))))
                .isEqualTo(1);
        assertThat(week.memoryShare(at("17T12:30"), Now.idle(Duration.ofMinutes(20))))
                .isBetween(0.5, 0.85);
    }

    @Test
    void marksDecideOfMemoryAndReturns() {
        learner.mark(DayOfWeek.TUESDAY, 11, WeekMap.Mark.FREE);
        learner.mark(DayOfWeek.TUESDAY, 3, WeekMap.Mark.BUSY);
        Week week = learner.week();

        assertThat(week.memoryShare(at("17T11:20"), Now.HERE)).isEqualTo(1);
        assertThat(week.memoryShare(at("17T03:20"), Now.locked(Duration.ofHours(10))))
                .isEqualTo(0.5);
        assertThat(within("17T11:20", FIVE, Now.idle(Duration.ofMinutes(20)))).isZero();
        assertThat(within("17T03:20", FIVE, Now.idle(Duration.ofMinutes(20)))).isGreaterThan(0.3);
    }
}
