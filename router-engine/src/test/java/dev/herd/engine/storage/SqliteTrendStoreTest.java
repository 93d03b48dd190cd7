package dev.herd.engine.storage;

import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.trace.TrendCell;
import dev.herd.engine.trace.TrendStep;
import dev.herd.engine.trace.TrendStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

class SqliteTrendStoreTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    /// The beginning of an hour.
    private static final Instant START = FakeClock.START;

    @TempDir
    Path home;

    private @Nullable SqliteTraceStore open;

    private Path file() {
        return home.resolve("traces.db");
    }

    @BeforeEach
    void open() throws IOException {
        SqliteTraceStore.Opened opened = SqliteTraceStore.open(file(), new FakeClock());
        assertThat(opened.setAside()).isEmpty();
        open = opened.store();
    }

    @AfterEach
    void close() throws IOException {
        Objects.requireNonNull(open).close();
    }

    private TrendStore store() {
        return Objects.requireNonNull(open).trends();
    }

    private static TrendPoint point(NodeId node, Instant at, Map<TrendMeasure, Double> values) {
        return new TrendPoint(node, "name of " + node, at, values);
    }

    private static TrendPoint load(Instant at, double load) {
        return point(A, at, Map.of(TrendMeasure.PROCESSOR, load));
    }

    private Map<Instant, TrendCell> read(TrendStep step, NodeId node) throws IOException {
        Map<Instant, TrendCell> cells = new TreeMap<>();
        store().read(
                        step,
                        0,
                        Long.MAX_VALUE,
                        (id, second) -> id.equals(node)
                                ? cells.computeIfAbsent(Instant.ofEpochSecond(second), each -> new TrendCell())
                                : null);
        return cells;
    }

    private static TrendCell one(Map<Instant, TrendCell> cells, Instant at) {
        return Objects.requireNonNull(cells.get(at));
    }

    private void execute(String sql) throws SQLException {
        try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = raw.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void keepsEveryMeasureOfEveryMachine() throws IOException {
        Map<TrendMeasure, Double> all = new EnumMap<>(TrendMeasure.class);
        for (TrendMeasure measure : TrendMeasure.values()) {
            all.put(measure, measure.place() * 1.5);
        }
        store().append(List.of(point(A, START, all), point(B, START, Map.of(TrendMeasure.UP, 1.0))), List.of());

        TrendCell a = one(read(TrendStep.POINT, A), START);
        for (TrendMeasure measure : TrendMeasure.values()) {
            assertThat(a.mean(measure)).as(measure.label()).isEqualTo(measure.place() * 1.5);
            assertThat(a.seconds(measure)).isEqualTo(10);
        }
        TrendCell b = one(read(TrendStep.POINT, B), START);
        assertThat(b.mean(TrendMeasure.UP)).isEqualTo(1);
        assertThat(b.seconds(TrendMeasure.PROCESSOR)).isZero();
        assertThat(store().names()).containsOnly(Map.entry(A, "name of a"), Map.entry(B, "name of b"));
        assertThat(store().oldest()).contains(START);
    }

    @Test
    void rollsUpMinutesAndHoursHoweverThePointsComeIn() throws IOException {
        for (int i = 0; i < 9; i++) {
            if (i != 4) {
                store().append(List.of(load(START.plusSeconds(10L * i), i / 10.0)), List.of());
            }
        }

        Map<Instant, TrendCell> minutes = read(TrendStep.MINUTE, A);
        TrendCell first = one(minutes, START);
        assertThat(first.seconds(TrendMeasure.PROCESSOR))
                .as("one point is missing")
                .isEqualTo(50);
        assertThat(first.mean(TrendMeasure.PROCESSOR)).isCloseTo((0 + 0.1 + 0.2 + 0.3 + 0.5) / 5, within(1e-6));
        assertThat(first.least(TrendMeasure.PROCESSOR)).isZero();
        assertThat(first.most(TrendMeasure.PROCESSOR)).isCloseTo(0.5, within(1e-6));
        assertThat(one(minutes, START.plusSeconds(60)).seconds(TrendMeasure.PROCESSOR))
                .isEqualTo(30);

        TrendCell hour = one(read(TrendStep.HOUR, A), START);
        assertThat(hour.seconds(TrendMeasure.PROCESSOR)).isEqualTo(80);
        assertThat(hour.mean(TrendMeasure.PROCESSOR))
                .as("each minute counts for as long as it is known")
                .isCloseTo((0 + 0.1 + 0.2 + 0.3 + 0.5 + 0.6 + 0.7 + 0.8) / 8, within(1e-6));
        assertThat(hour.most(TrendMeasure.PROCESSOR)).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void beganWithItsFirstPointAndNotWithThatOnesHour() throws IOException {
        assertThat(store().oldest()).isEmpty();
        store().append(List.of(load(START.plusSeconds(1510), 0.1), load(START.plusSeconds(5000), 0.1)), List.of());
        assertThat(store().oldest()).contains(START.plusSeconds(1510));

        store().forget(START.plus(Duration.ofHours(25)));
        assertThat(store().oldest()).as("its minute is kept").contains(START.plusSeconds(1500));
        store().forget(START.plus(Duration.ofDays(31)));
        assertThat(store().oldest()).as("its hour is kept").contains(START);
    }

    @Test
    void anHourGoesOnAfterARestart() throws IOException {
        store().append(List.of(load(START, 0.2)), List.of());
        close();
        open();
        store().append(List.of(load(START.plusSeconds(1800), 0.4)), List.of());

        assertThat(one(read(TrendStep.HOUR, A), START).mean(TrendMeasure.PROCESSOR))
                .isCloseTo(0.3, within(1e-6));
    }

    @Test
    void forgetsEachStepAfterItsTime() throws IOException {
        List<TrendPoint> points = new ArrayList<>();
        List<Integer> days = List.of(0, 2, 40, 800);
        days.forEach(day -> points.add(load(START.minus(Duration.ofDays(day)), 0.5)));
        var old = new TrendEvent(
                A, "a", TrendEvent.Kind.DOWN, "", START.minus(Duration.ofDays(900)), START.minus(Duration.ofDays(899)));
        var young = new TrendEvent(A, "a", TrendEvent.Kind.DOWN, "", START.minus(Duration.ofDays(9)), null);
        store().append(points, List.of(old, young));

        store().forget(START.plusSeconds(1));

        assertThat(read(TrendStep.POINT, A)).hasSize(1);
        assertThat(read(TrendStep.MINUTE, A)).hasSize(2);
        assertThat(read(TrendStep.HOUR, A)).hasSize(3);
        assertThat(store().events(Instant.EPOCH, START))
                .extracting(TrendEvent::start)
                .containsExactly(young.start());
    }

    @Test
    void endsWhatAnEarlierRunLeftOpenWhereItsPointsEnd() throws IOException {
        var meeting = new TrendEvent(A, "a", TrendEvent.Kind.MEETING, "camera in use", START.plusSeconds(5), null);
        var late = new TrendEvent(B, "b", TrendEvent.Kind.DOWN, "refused", START.plusSeconds(65), null);
        store().append(List.of(load(START, 0.1), load(START.plusSeconds(60), 0.1)), List.of(meeting, late));

        store().endEvents(START.plus(Duration.ofHours(3)));

        assertThat(store().events(START, START.plusSeconds(100)))
                .extracting(TrendEvent::end)
                .containsExactly(START.plusSeconds(60), START.plusSeconds(65));
        assertThat(store().events(START.plusSeconds(61), START.plusSeconds(100)))
                .extracting(TrendEvent::node)
                .containsExactly(B);
    }

    @Test
    void anEventIsReplacedByHowItEnded() throws IOException {
        var event = new TrendEvent(A, "a", TrendEvent.Kind.HEAT, "serious", START, null);
        store().append(List.of(), List.of(event));
        store().append(List.of(), List.of(event.until(START.plusSeconds(30))));

        assertThat(store().events(START, START.plusSeconds(1))).containsExactly(event.until(START.plusSeconds(30)));
    }

    @Test
    void aRowThatCannotBeReadIsAGap() throws IOException, SQLException {
        store().append(List.of(load(START, 0.1), load(START.plusSeconds(10), 0.2)), List.of());
        execute("UPDATE trend_points SET points = x'0000' WHERE at = " + START.getEpochSecond());

        store().append(List.of(load(START.plusSeconds(20), 0.3)), List.of());

        assertThat(read(TrendStep.POINT, A)).containsOnlyKeys(START.plusSeconds(10), START.plusSeconds(20));
        assertThat(one(read(TrendStep.MINUTE, A), START).seconds(TrendMeasure.PROCESSOR))
                .isEqualTo(20);
    }

    @Test
    void aDatabaseFromBeforeThereWereTrendsKeepsItsRequests() throws IOException, SQLException {
        Objects.requireNonNull(open).append(List.of(trace("r1").build()));
        close();
        for (String table : List.of("trend_points", "trend_minutes", "trend_hours", "trend_events", "trend_nodes")) {
            execute("DROP TABLE " + table);
        }
        execute("PRAGMA user_version = 1");

        open();
        store().append(List.of(load(START, 0.1)), List.of());

        assertThat(Objects.requireNonNull(open).find("r1")).isPresent();
        assertThat(read(TrendStep.POINT, A)).hasSize(1);
    }

    @Test
    void nothingIsKeptOfABatchThatFails() throws IOException, SQLException {
        execute("CREATE TRIGGER full BEFORE INSERT ON trend_hours BEGIN SELECT RAISE(ABORT, 'full'); END");
        assertThatThrownBy(() -> store().append(List.of(load(START, 0.1)), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trends cannot be written");
        assertThat(read(TrendStep.POINT, A)).isEmpty();
        execute("DROP TRIGGER full");

        store().append(List.of(load(START, 0.1)), List.of());

        assertThat(read(TrendStep.HOUR, A)).hasSize(1);
    }
}
