package dev.herd.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.api.Finding;
import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrendRecorderTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private final FakeClock clock = new FakeClock();
    private final Findings findings = new Findings(clock, new EventFeed());
    private final TrendRecorder trends = new TrendRecorder(clock, findings);
    private final FakeTrendStore store = new FakeTrendStore();

    private TrendPoint point(NodeId node, double load) {
        return new TrendPoint(
                node, node.value().toUpperCase(Locale.ROOT), clock.instant(), Map.of(TrendMeasure.PROCESSOR, load));
    }

    private void take(double load) {
        trends.take(clock.instant(), List.of(point(A, load)));
        clock.forward(Duration.ofSeconds(10));
    }

    private Trends lastMinutes(int minutes, int points) throws IOException {
        return trends.query(
                new TrendQuery(clock.instant().minus(Duration.ofMinutes(minutes)), clock.instant(), points));
    }

    private static TrendSeries load(Trends trends) {
        return Objects.requireNonNull(trends.nodes().getFirst().series().get(TrendMeasure.PROCESSOR));
    }

    private static List<Double> means(TrendSeries series) {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            means.add(series.knows(i) ? Math.round(series.mean(i) * 1000) / 1000.0 : Double.NaN);
        }
        return means;
    }

    @Test
    void showsPointsAtOnceAndThoseOfTheStoreOnce() throws IOException {
        trends.opened(store);
        take(0.1);
        take(0.2);
        assertThat(means(load(lastMinutes(1, 6)))).endsWith(0.1, 0.2);

        trends.write(store);
        take(0.3);

        assertThat(store.points).hasSize(2);
        Trends all = lastMinutes(1, 6);
        assertThat(means(load(all))).endsWith(0.1, 0.2, 0.3);
        assertThat(load(all).known(5)).isEqualTo(1);
        assertThat(all.since()).isEqualTo(FakeClock.START);
        assertThat(all.nodes().getFirst().name()).isEqualTo("A");
    }

    @Test
    void whatNobodyKnewIsAGapAndCountsForNothing() throws IOException {
        trends.opened(store);
        take(0.4);
        clock.forward(Duration.ofSeconds(30));
        take(0.8);
        trends.take(clock.instant(), List.of(new TrendPoint(A, "A", clock.instant(), Map.of())));
        clock.forward(Duration.ofSeconds(10));

        TrendSeries fine = load(lastMinutes(1, 6));
        assertThat(means(fine)).containsExactly(0.4, Double.NaN, Double.NaN, Double.NaN, 0.8, Double.NaN);
        TrendSeries minute = load(lastMinutes(1, 1));
        assertThat(minute.mean(0)).isCloseTo(0.6, within(1e-6));
        assertThat(minute.least(0)).isEqualTo((double) 0.4f);
        assertThat(minute.most(0)).isEqualTo((double) 0.8f);
        assertThat(minute.known(0)).isCloseTo(1 / 3.0, within(1e-6));
    }

    @Test
    void takesOnePointInTenSecondsAlsoWhenTheClockIsPutRight() {
        assertThat(trends.isDue(clock.instant())).isTrue();
        take(0.1);
        Instant at = clock.instant();
        assertThat(trends.isDue(at.minusSeconds(1))).isFalse();
        assertThat(trends.isDue(at.minusSeconds(30)))
                .as("put right by a little")
                .isFalse();
        assertThat(trends.isDue(at)).isTrue();
        assertThat(trends.isDue(at.minus(Duration.ofDays(400))))
                .as("was far ahead")
                .isTrue();
    }

    @Test
    void writesOncePerMinuteAtMost() throws IOException {
        trends.opened(store);
        for (int i = 0; i < 18; i++) {
            take(0.5);
            trends.writeWhenDue(store);
        }

        assertThat(store.appends).hasValue(3);
        assertThat(store.points.size()).isBetween(12, 18);
        assertThat(trends.untilWrite()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void keepsWhatCannotBeWrittenForAnHourAndSaysSo() throws IOException {
        trends.opened(store);
        store.failures.set(1);
        for (int i = 0; i < TrendRecorder.MOST_ROUNDS + 5; i++) {
            take(0.5);
        }
        trends.write(store);
        assertThat(findings.current()).extracting(Finding::code).containsExactly(TrendRecorder.NOT_WRITTEN);

        trends.write(store);

        assertThat(findings.current()).isEmpty();
        assertThat(store.points).hasSize(TrendRecorder.MOST_ROUNDS);
        assertThat(store.points.getFirst().at()).isEqualTo(FakeClock.START.plusSeconds(50));
    }

    @Test
    void withoutAStoreThereIsNoAnswer() throws IOException {
        take(0.1);
        assertThatThrownBy(() -> lastMinutes(1, 6)).isInstanceOf(IOException.class);
        trends.opened(store);
        trends.closed();
        assertThatThrownBy(() -> lastMinutes(1, 6)).isInstanceOf(IOException.class);
    }

    @Test
    void tellsOfEventsWhileTheyGoOnAndAfter() throws IOException {
        trends.opened(store);
        trends.goesOn(A, "A", TrendEvent.Kind.MEETING, "camera in use");
        clock.forward(Duration.ofSeconds(90));
        trends.goesOn(A, "A", TrendEvent.Kind.MEETING, "camera in use");
        assertThat(lastMinutes(5, 9).events())
                .containsExactly(
                        new TrendEvent(A, "A", TrendEvent.Kind.MEETING, "camera in use", FakeClock.START, null));
        trends.write(store);

        trends.isOver(A, TrendEvent.Kind.MEETING);
        trends.isOver(A, TrendEvent.Kind.MEETING);

        var over = new TrendEvent(
                A, "A", TrendEvent.Kind.MEETING, "camera in use", FakeClock.START, FakeClock.START.plusSeconds(90));
        assertThat(lastMinutes(5, 9).events()).containsExactly(over);
        trends.write(store);
        assertThat(lastMinutes(5, 9).events()).containsExactly(over);
        clock.forward(Duration.ofMinutes(10));
        assertThat(lastMinutes(5, 9).events()).isEmpty();
    }

    @Test
    void heatThatRisesIsAnotherEventAndMachinesThatLeaveTakeTheirsAlong() throws IOException {
        trends.opened(store);
        trends.goesOn(A, "A", TrendEvent.Kind.HEAT, "serious");
        clock.forward(Duration.ofSeconds(20));
        trends.goesOn(A, "A", TrendEvent.Kind.HEAT, "critical");
        trends.goesOn(B, "B", TrendEvent.Kind.DOWN, "refused");
        trends.goesOn(B, "B", TrendEvent.Kind.DOWN, "timed out");
        clock.forward(Duration.ofSeconds(20));
        trends.retain(Set.of(A));

        assertThat(lastMinutes(1, 6).events())
                .extracting(event -> event.detail() + " " + (event.end() != null))
                .containsExactly("serious true", "critical false", "refused true");
    }

    @Test
    void whatGoesOnIsToldToAStoreThatIsOpenedAnew() throws IOException {
        trends.opened(store);
        trends.goesOn(A, "A", TrendEvent.Kind.PAUSE, "paused by a person");
        trends.write(store);
        trends.closed();

        var other = new FakeTrendStore();
        trends.opened(other);
        trends.write(other);

        assertThat(other.events.values()).extracting(TrendEvent::detail).containsExactly("paused by a person");
    }

    @Test
    void answersForThoseMachinesThatAreAskedFor() throws IOException {
        trends.opened(store);
        trends.take(clock.instant(), List.of(point(A, 0.1), point(B, 0.2)));
        trends.goesOn(B, "B", TrendEvent.Kind.DOWN, "refused");
        clock.forward(Duration.ofSeconds(10));

        Instant now = clock.instant();
        Trends one = trends.query(new TrendQuery(now.minusSeconds(60), now, Set.of("b"), 6));

        assertThat(one.nodes()).extracting(NodeTrends::node).containsExactly(B);
        assertThat(trends.query(new TrendQuery(now.minusSeconds(60), now, Set.of("A"), 6))
                        .events())
                .isEmpty();
    }
}
