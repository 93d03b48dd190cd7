package dev.herd.engine;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.presence.LearnedWeek;
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FakeTimer;
import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.Findings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersonWatchTest {
    private static final NodeId LAPTOP = new NodeId("laptop");
    private static final Camera CALL = new Camera(List.of(new CaptureUse("zoom", CaptureUse.Kind.CALL)));

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final List<NodeReport> reports = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Findings findings = new Findings(clock, new EventFeed());
    private final PersonWatch watch = new PersonWatch(
            LAPTOP,
            LearnedWeek.NOTHING,
            new PersonWatch.Tools(
                    () -> PersonConfig.DEFAULT,
                    reports::add,
                    new PersonWatch.Work(node -> running.get(), node -> Double.NaN),
                    clock,
                    ZoneOffset.UTC,
                    timer),
            findings);

    private static <T extends Signal> NodeSignals known(Class<T> kind, T value) {
        return NodeSignals.NONE.with(kind, new Reading.Known<>(value, FakeClock.START, "test"));
    }

    private static Lease lease(String home) {
        Holder holder = aFleet().node("laptop")
                .has("m")
                .build()
                .holders(ModelRef.of("m"))
                .getFirst();
        return new Lease(1, ticket("a").from(home).at(FakeClock.START), holder, Decision.NONE);
    }

    private Guard reported() {
        return reports.getLast().guard();
    }

    @Test
    void reportsAMeetingWhenItIsOneThoughNoSensorSaysSo() {
        watch.sensed(known(Camera.class, CALL));
        assertThat(reported().state()).isEqualTo(Guard.State.UNKNOWN);

        timer.forward(Duration.ofMillis(301));

        assertThat(reported().state()).isEqualTo(Guard.State.MEETING);
    }

    @Test
    void endsTheMeetingAndTheSlowStartByItself() {
        watch.sensed(known(Camera.class, CALL));
        timer.forward(Duration.ofSeconds(1));
        watch.sensed(known(Camera.class, Camera.IDLE));

        timer.forward(Duration.ofMillis(120_100));
        assertThat(reported().state()).isEqualTo(Guard.State.AFTER_MEETING);
        timer.forward(Duration.ofMillis(60_100));
        assertThat(reported().state()).isEqualTo(Guard.State.UNKNOWN);
    }

    @Test
    void theGateIsShutWhateverTheLeadBelieves() {
        Lease lease = lease("studio");
        assertThat(watch.gate(lease)).isEmpty();

        watch.sensed(known(Camera.class, CALL));
        timer.forward(Duration.ofSeconds(1));

        assertThat(watch.gate(lease)).contains("in a meeting: camera in use");
        assertThat(watch.gate(lease("laptop"))).isPresent();
    }

    @Test
    void theGateIsOpenForTheMachinesOwnPersonWhereItIsCourtesy() {
        watch.sensed(known(Power.class, new Power(Power.Source.BATTERY, 50, false)));

        assertThat(watch.gate(lease("studio"))).contains("on battery, 50 % left");
        assertThat(watch.gate(lease("laptop"))).isEmpty();
    }

    @Test
    void sleepIsReportedAtOnce() {
        watch.sleeps(true);
        assertThat(reported().state()).isEqualTo(Guard.State.ASLEEP);

        watch.sleeps(false);
        assertThat(reported().state()).isEqualTo(Guard.State.UNKNOWN);
    }

    private static NodeSignals working(double processor, double runners) {
        return known(Input.class, new Input(Duration.ofSeconds(1)))
                .with(Processor.class, new Reading.Known<>(new Processor(processor), FakeClock.START, "test"))
                .with(Runners.class, new Reading.Known<>(new Runners(runners, 0), FakeClock.START, "test"));
    }

    @Test
    void herdsOwnWorkIsNobodysAndItsPersonsWorkIsTheirs() {
        running.set(1);
        for (int i = 0; i < 20; i++) {
            watch.sensed(working(0.95, 0.93));
            timer.forward(Duration.ofSeconds(5));
        }
        assertThat(reported().state()).isEqualTo(Guard.State.LIGHT);

        running.set(0);
        for (int i = 0; i < 20; i++) {
            watch.sensed(working(0.95, 0.93));
            timer.forward(Duration.ofSeconds(5));
        }
        assertThat(reported().state())
                .as("they ask their model server themselves")
                .isEqualTo(Guard.State.ACTIVE);
    }

    @Test
    void learnsTheWeekAndForeseesAReturn() {
        for (int i = 0; i < 24 * 12; i++) {
            watch.sensed(known(Input.class, new Input(Duration.ofSeconds(i % 24 < 8 ? 1 : 3000))));
            timer.forward(Duration.ofMinutes(5));
        }
        assertThat(reports.getLast().returnChance()).isBetween(0.0, 1.0);
        assertThat(watch.week().hours()).anyMatch(hour -> hour.active() > 0.05);
        assertThat(watch.learned().seen().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isPositive();
    }

    @Test
    void tellsItsPersonOfAProgramThatAlwaysRecordsWithoutItsName() {
        NodeSignals away = known(Input.class, new Input(Duration.ofHours(3)));
        watch.sensed(away.with(Camera.class, new Reading.Known<>(CALL, FakeClock.START, "test")));
        assertThat(findings.current()).isEmpty();

        timer.forward(Duration.ofHours(4));
        watch.lookAgain();
        assertThat(findings.current()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("always_recording laptop");
            assertThat(finding.message()).contains("person.ignored").doesNotContain("zoom");
        });

        watch.sensed(away.with(Camera.class, new Reading.Known<>(Camera.IDLE, FakeClock.START, "test")));
        assertThat(findings.current()).isEmpty();
    }
}
