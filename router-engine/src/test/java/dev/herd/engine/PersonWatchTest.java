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
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FakeTimer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonWatchTest {
    private static final NodeId LAPTOP = new NodeId("laptop");
    private static final Camera CALL = new Camera(List.of(new CaptureUse("zoom", CaptureUse.Kind.CALL)));

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final List<NodeReport> reports = new ArrayList<>();
    private final PersonWatch watch = new PersonWatch(
            LAPTOP,
            new PersonWatch.Tools(() -> PersonConfig.DEFAULT, reports::add, clock, ZoneOffset.UTC, timer));

    private static <T extends Signal> NodeSignals known(Class<T> kind, T value) {
        return NodeSignals.NONE.with(kind, new Reading.Known<>(value, FakeClock.START, "test"));
    }

    private static Lease lease(String home) {
        Holder holder = aFleet()
                .node("laptop")
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
}
