package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.scheduling.SchedulerView;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.storage.SqliteTraceStore;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FakeTimer;
import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.Findings;
import dev.herd.engine.trace.TraceRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the trends are fed with, from the board to the database.
class TrendRoundsTest {
    private static final NodeId A = new NodeId("a");
    private static final Allowance.GoesOn NOTHING = new Allowance.GoesOn(0, 0);
    private static final UpstreamId SERVER = UpstreamId.parse("http://a:11434");

    @TempDir
    Path home;

    private final FakeClock clock = new FakeClock();
    private final FleetRegistry registry = new FleetRegistry(clock);
    private final SignalBoard board = new SignalBoard();
    private final TraceRecorder records = new TraceRecorder(
            () -> SqliteTraceStore.open(home.resolve("traces.db"), clock).store(),
            Duration.ofDays(30),
            clock,
            new Findings(clock, new EventFeed()));
    private final TrendRounds rounds =
            new TrendRounds(registry, board, () -> new SchedulerView(List.of(), List.of(), 0), records.trends(), clock);

    @BeforeEach
    void begin() throws InterruptedException {
        Thread.startVirtualThread(records);
        Await.until("the history is open", () -> records.store().isPresent());
        registry.addNode(A, "Studio", NodeKind.HERD);
        registry.addUpstream(A, SERVER, UpstreamKind.OLLAMA, 1);
    }

    @AfterEach
    void end() throws InterruptedException {
        records.close();
    }

    private void answers() {
        registry.answered(SERVER, new Inventory(UpstreamKind.OLLAMA, "0.30.1", List.of()));
    }

    private <T extends Signal> void senses(Class<T> kind, T value) {
        NodeSignals before = board.vitals(A, clock.instant()).signals();
        board.sensed(A, before.with(kind, new Reading.Known<>(value, clock.instant(), "test")));
    }

    private void round() {
        rounds.run();
        clock.forward(Duration.ofSeconds(10));
    }

    private Trends lastMinute() throws IOException {
        return records.trends().query(new TrendQuery(clock.instant().minusSeconds(60), clock.instant(), 6));
    }

    private Map<TrendMeasure, TrendSeries> series() throws IOException {
        return lastMinute().nodes().getFirst().series();
    }

    private double last(TrendMeasure measure) throws IOException {
        TrendSeries found = Objects.requireNonNull(series().get(measure));
        return found.mean(found.size() - 1);
    }

    @Test
    void takesWhatIsKnownAndLeavesOutWhatIsNot() throws IOException {
        answers();
        senses(Processor.class, new Processor(0.25));
        senses(Heat.class, new Heat(Double.NaN, Heat.Level.FAIR, 0));
        senses(Power.class, new Power(Power.Source.BATTERY, -1, false));
        round();

        assertThat(series().keySet())
                .containsExactlyInAnyOrder(
                        TrendMeasure.PROCESSOR,
                        TrendMeasure.HEAT_LEVEL,
                        TrendMeasure.ON_BATTERY,
                        TrendMeasure.RUNNING,
                        TrendMeasure.TOKENS,
                        TrendMeasure.PAUSED,
                        TrendMeasure.UP);
        assertThat(last(TrendMeasure.PROCESSOR)).isEqualTo(0.25);
        assertThat(last(TrendMeasure.HEAT_LEVEL)).isEqualTo(1);
        assertThat(last(TrendMeasure.ON_BATTERY)).isEqualTo(1);
        assertThat(last(TrendMeasure.UP)).isEqualTo(1);
    }

    @Test
    void whatWasSensedLongAgoIsNotKnownNow() throws IOException {
        senses(Processor.class, new Processor(0.25));
        for (int i = 0; i < 9; i++) {
            round();
        }

        TrendSeries load = Objects.requireNonNull(series().get(TrendMeasure.PROCESSOR));
        assertThat(load.knows(0)).isTrue();
        assertThat(load.knows(4)).isFalse();
        assertThat(last(TrendMeasure.RUNNING)).isZero();
    }

    @Test
    void aPersonIsThereWhoTouchedItLatelyAndDidNotLockIt() throws IOException {
        senses(Input.class, new Input(Duration.ofSeconds(20)));
        round();
        assertThat(last(TrendMeasure.PRESENT)).isEqualTo(1);
        senses(Input.class, new Input(Duration.ofMinutes(6)));
        round();
        assertThat(last(TrendMeasure.PRESENT)).isZero();
        senses(Input.class, new Input(Duration.ZERO));
        senses(Lock.class, new Lock(true));
        round();
        assertThat(last(TrendMeasure.PRESENT)).isZero();
    }

    private Optional<String> event(TrendEvent.Kind kind) throws IOException {
        return lastMinute().events().stream()
                .filter(event -> event.kind() == kind)
                .map(event -> event.detail() + (event.end() == null ? " goes on" : " is over"))
                .reduce((one, other) -> one + ", " + other);
    }

    @Test
    void aServerThatNobodyHasAskedYetIsNotDown() throws IOException {
        round();
        assertThat(series()).doesNotContainKey(TrendMeasure.UP);
        assertThat(event(TrendEvent.Kind.DOWN)).isEmpty();

        registry.failed(SERVER, UpstreamState.DOWN, "refused");
        round();
        assertThat(last(TrendMeasure.UP)).isZero();
        assertThat(event(TrendEvent.Kind.DOWN)).contains("refused goes on");

        answers();
        round();
        assertThat(event(TrendEvent.Kind.DOWN)).contains("refused is over");
    }

    @Test
    void tellsOfPausesAtOnceAndOfMeetingsAsMeetings() throws IOException {
        rounds.begin(new FakeTimer(clock));
        answers();
        registry.ask(A, NodeState.PAUSED, null);
        clock.forward(Duration.ofSeconds(2));
        registry.ask(A, null, null);
        assertThat(event(TrendEvent.Kind.PAUSE)).contains("paused by a person is over");

        clock.forward(Duration.ofSeconds(118));
        guarded(Guard.State.MEETING, "in a meeting: camera in use", Allowance.nothingNew(NOTHING));
        assertThat(event(TrendEvent.Kind.MEETING)).contains("camera in use goes on");
        assertThat(event(TrendEvent.Kind.PAUSE)).isEmpty();
        round();
        assertThat(last(TrendMeasure.MEETING)).isEqualTo(1);
        assertThat(last(TrendMeasure.PAUSED)).isEqualTo(1);
        assertThat(last(TrendMeasure.PRESENT)).isEqualTo(1);
        assertThat(last(TrendMeasure.UP)).isEqualTo(1);

        guarded(Guard.State.BATTERY, "on battery", Allowance.nothingNew(NOTHING));
        assertThat(event(TrendEvent.Kind.MEETING)).contains("camera in use is over");
        assertThat(event(TrendEvent.Kind.PAUSE)).contains("on battery goes on");
        guarded(Guard.State.IDLE, "", Allowance.ALL);
        assertThat(event(TrendEvent.Kind.PAUSE)).contains("on battery is over");
        round();
        assertThat(last(TrendMeasure.PRESENT)).isZero();
        assertThat(series().get(TrendMeasure.MEETING))
                .as("no camera tells it")
                .satisfies(series -> assertThat(Objects.requireNonNull(series).knows(series.size() - 1))
                        .isFalse());
    }

    private void guarded(Guard.State state, String reason, Allowance allowance) {
        registry.guarded(A, new Guard(state, reason, null, allowance));
    }

    @Test
    void aMachineThatIsPausedIsDownAllTheSame() throws IOException {
        registry.failed(SERVER, UpstreamState.DOWN, "refused");
        registry.ask(A, NodeState.PAUSED, null);
        round();

        assertThat(event(TrendEvent.Kind.DOWN)).contains("refused goes on");
        assertThat(event(TrendEvent.Kind.PAUSE)).contains("paused by a person goes on");
    }

    @Test
    void tellsOfHeatFromSeriousOn() throws IOException {
        senses(Heat.class, new Heat(70, Heat.Level.FAIR, 0));
        round();
        assertThat(event(TrendEvent.Kind.HEAT)).isEmpty();
        senses(Heat.class, new Heat(92, Heat.Level.SERIOUS, 0.2));
        round();
        senses(Heat.class, new Heat(99, Heat.Level.CRITICAL, 0.5));
        round();
        assertThat(event(TrendEvent.Kind.HEAT)).contains("serious is over, critical goes on");
    }
}
