package dev.herd.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.api.TrendQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:34:56Z");

    private static TrendPlan last(Duration range, int points) {
        return TrendPlan.of(new TrendQuery(NOW.minus(range), NOW, points), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 1000, POINT, 10",
        "PT6H, 1000, POINT, 30",
        "PT24H, 1000, MINUTE, 120",
        "P7D, 1000, MINUTE, 900",
        "P30D, 1000, HOUR, 3600",
        "P30D, 100, HOUR, 43200",
        "P730D, 1000, HOUR, 86400",
        "PT1H, 1, HOUR, 86400"
    })
    void readsTheLongestStepsThatMakeUpThoseAskedFor(Duration range, int points, TrendStep source, long step) {
        TrendPlan plan = last(range, points);

        assertThat(plan.source()).isEqualTo(source);
        assertThat(plan.step()).isEqualTo(step);
    }

    @Test
    void coversWhatIsAskedForInAtMostSoManyWholeSteps() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Instant to = NOW.minusMillis(random.nextLong(Duration.ofDays(700).toMillis()));
            Instant from = to.minusMillis(
                    1 + random.nextLong(Duration.ofDays(1 + random.nextInt(720)).toMillis()));
            int points = 1 + random.nextInt(TrendQuery.MOST);

            TrendPlan plan = TrendPlan.of(new TrendQuery(from, to, points), NOW);

            Instant oldest = NOW.minus(TrendStep.HOUR.kept());
            Instant first = from.isBefore(oldest) ? oldest : from;
            assertThat(plan.count()).isBetween(1, points);
            assertThat(plan.start() % plan.step()).isZero();
            assertThat(plan.step() % plan.source().seconds()).isZero();
            assertThat(Instant.ofEpochSecond(plan.start())).isBeforeOrEqualTo(first);
            assertThat(Instant.ofEpochSecond(plan.end())).isAfterOrEqualTo(to);
            assertThat(Duration.between(first, NOW))
                    .isLessThanOrEqualTo(plan.source().kept());
        }
    }

    @Test
    void aNarrowRangeOfLongAgoHasTheStepsThatAreKeptForIt() {
        Instant yesterday = NOW.minus(Duration.ofHours(30));

        assertThat(TrendPlan.of(new TrendQuery(yesterday, yesterday.plusSeconds(600), 1000), NOW)
                        .source())
                .isEqualTo(TrendStep.MINUTE);
        Instant spring = NOW.minus(Duration.ofDays(200));
        assertThat(TrendPlan.of(new TrendQuery(spring, spring.plusSeconds(600), 1000), NOW)
                        .source())
                .isEqualTo(TrendStep.HOUR);
    }

    @Test
    void neitherTheFutureNorWhatIsOlderThanAllHasSteps() {
        TrendPlan plan = TrendPlan.of(new TrendQuery(Instant.EPOCH, NOW.plus(Duration.ofDays(9)), 1000), NOW);
        assertThat(Instant.ofEpochSecond(plan.start())).isAfter(NOW.minus(Duration.ofDays(732)));
        assertThat(Instant.ofEpochSecond(plan.end())).isBefore(NOW.plus(Duration.ofDays(2)));

        assertThat(TrendPlan.of(new TrendQuery(NOW.plusSeconds(1), NOW.plusSeconds(2), 9), NOW)
                        .count())
                .isZero();
    }

    @Test
    void queriesWithoutSenseAreRefused() {
        assertThatThrownBy(() -> new TrendQuery(NOW, NOW, 9)).hasMessageContaining("before");
        assertThatThrownBy(() -> new TrendQuery(NOW, NOW.plusSeconds(1), 0)).hasMessageContaining("points");
        assertThatThrownBy(() -> new TrendQuery(NOW, NOW.plusSeconds(1), 1001)).hasMessageContaining("points");
    }
}
