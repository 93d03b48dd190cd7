package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A quarter of a made-up person is learned, then the next week is foretold.
class WeekForecastTest {
    private static final LocalWeek LOCAL = new LocalWeek(Quarter.ZONE);

    /// Plain counts per half hour of the week.
    private static final class SameSlot {
        private final double[] active = new double[LocalWeek.SLOTS];
        private final double[] seen = new double[LocalWeek.SLOTS];

        void observe(Stretch stretch) {
            int slot = LOCAL.slot(stretch.from());
            seen[slot]++;
            active[slot] += stretch.use() == Stretch.Use.ACTIVE ? 1 : 0;
        }

        double active(int slot) {
            return active[slot] / seen[slot];
        }
    }

    /// Mean squared errors of the week that followed.
    record Brier(double ours, double plain, int count) {
        Brier with(double ourShare, double plainShare, double truth) {
            return new Brier(
                    ours + (ourShare - truth) * (ourShare - truth),
                    plain + (plainShare - truth) * (plainShare - truth),
                    count + 1);
        }

        double ratio() {
            return ours / plain;
        }
    }

    private static Brier foretell(long seed, Quarter.Change change) {
        var quarter = new Quarter(seed, change);
        var learner = new WeekLearner(Quarter.ZONE);
        var plain = new SameSlot();
        quarter.past(seen -> {
            learner.observe(seen);
            plain.observe(seen);
        });
        Week week = learner.week();
        Brier[] brier = {new Brier(0, 0, 0)};
        quarter.next(seen -> {
            double truth = seen.use() == Stretch.Use.ACTIVE ? 1 : 0;
            brier[0] = brier[0].with(week.active(seen.from()), plain.active(LOCAL.slot(seen.from())), truth);
        });
        return brier[0];
    }

    private static List<Brier> foretell(Quarter.Change change) {
        return LongStream.range(0, 24).mapToObj(seed -> foretell(seed, change)).toList();
    }

    private static double ratio(List<Brier> all) {
        return all.stream().mapToDouble(Brier::ours).sum()
                / all.stream().mapToDouble(Brier::plain).sum();
    }

    @Test
    void aWeekAfterHolidaysAndAChangeIsForetoldBetterThanByPlainCounts() {
        List<Brier> people = foretell(Quarter.Change.HABITS);

        assertThat(people).allSatisfy(person -> assertThat(person.ratio()).isLessThan(1.01));
        assertThat(ratio(people)).as("of the plain counts' error").isLessThan(0.85);
    }

    /// What following changes costs where there are none: thirteen weeks of counts are thrown away but for
    /// five.
    @Test
    void aPersonWhoNeverChangesIsForetoldAlmostAsWell() {
        assertThat(ratio(foretell(Quarter.Change.NONE))).isLessThan(1.04);
    }

    /// Chances of a return within a time are about right on the average, and tell much more than the mean
    /// chance does.
    @ParameterizedTest
    @CsvSource({"5, 0.8", "15, 0.6", "60, 0.5"})
    void returnsComeAboutAsOftenAsWasSaid(int minutes, double ofMeansError) {
        var score = new ReturnScore(Duration.ofMinutes(minutes));
        LongStream.range(0, 12).forEach(score::person);

        assertThat(score.said / score.came).isBetween(0.6, 1.3);
        assertThat(score.error / score.count).isLessThan(ofMeansError * score.errorOfMean());
    }

    /// Holds chances against what came, over the moments of the last week in which a person was away.
    private static final class ReturnScore {
        private final Duration within;
        private double said;
        private double came;
        private double error;
        private int count;

        ReturnScore(Duration within) {
            this.within = within;
        }

        void person(long seed) {
            var quarter = new Quarter(seed, Quarter.Change.HABITS);
            var learner = new WeekLearner(Quarter.ZONE);
            quarter.past(learner::observe);
            Week week = learner.week();
            List<Stretch> next = new ArrayList<>();
            quarter.next(next::add);
            Instant touched = next.getFirst().from();
            int steps = (int) within.dividedBy(Quarter.STEP);
            for (int at = 1; at + steps < next.size(); at++) {
                Stretch before = next.get(at - 1);
                if (before.use() == Stretch.Use.ACTIVE) {
                    touched = before.end().minus(Now.IDLE_AFTER);
                    continue;
                }
                Instant now = before.end();
                var live = new Now(Duration.between(touched, now), before.use() == Stretch.Use.LOCKED);
                boolean returns =
                        next.subList(at, at + steps).stream().anyMatch(each -> each.use() == Stretch.Use.ACTIVE);
                score(week.returns(now, within, live), returns);
            }
        }

        private void score(double chance, boolean returns) {
            double truth = returns ? 1 : 0;
            said += chance;
            came += truth;
            error += (chance - truth) * (chance - truth);
            count++;
        }

        double errorOfMean() {
            double mean = came / count;
            return mean * (1 - mean);
        }
    }
}
