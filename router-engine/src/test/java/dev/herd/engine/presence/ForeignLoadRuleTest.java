package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ForeignLoadRuleTest {
    private static final Offset<Double> NEAR = Offset.offset(0.01);

    private final ForeignLoadRule rule = new ForeignLoadRule();
    private Instant now = Instant.parse("2026-03-02T10:00:00Z");

    private static <T extends Signal> NodeSignals with(NodeSignals signals, Class<T> kind, T value) {
        return signals.with(kind, new Reading.Known<>(value, Instant.EPOCH, "test"));
    }

    private static NodeSignals machine(double total, double runners) {
        return with(
                with(NodeSignals.NONE, Processor.class, new Processor(total)), Runners.class, new Runners(runners, 0));
    }

    /// The same for a time, looked at every five seconds.
    private ForeignLoad stays(NodeSignals signals, int seconds) {
        ForeignLoad load = ForeignLoad.UNKNOWN;
        for (int second = 0; second < seconds; second += 5) {
            load = rule.sensed(now, signals);
            now = now.plusSeconds(5);
        }
        return load;
    }

    @Test
    void whatOurLeasesTakeIsNotThePersons() {
        rule.ownWork(now, new OwnWork(2, 2));

        ForeignLoad load = stays(machine(0.95, 0.9), 60);

        assertThat(load.processor()).isCloseTo(0.05, NEAR);
        assertThat(load.heavy()).isFalse();
    }

    @Test
    void withoutALeaseModelServersWorkForThePerson() {
        assertThat(stays(machine(0.95, 0.9), 60).processor()).isCloseTo(0.95, NEAR);
    }

    @Test
    void amongOthersRequestsOnlyOurPartIsOurs() {
        rule.ownWork(now, new OwnWork(1, 3));

        assertThat(stays(machine(0.9, 0.9), 300).processor()).isCloseTo(0.6, NEAR);
    }

    @Test
    void ourLastWordsAreStillOurs() {
        rule.ownWork(now, new OwnWork(1, 1));
        stays(machine(0.9, 0.9), 30);
        rule.ownWork(now, OwnWork.NONE);

        ForeignLoad justAfter = rule.sensed(now.plusSeconds(4), machine(0.9, 0.9));
        now = now.plusSeconds(5);
        ForeignLoad later = stays(machine(0.9, 0.9), 120);

        assertThat(justAfter.processor()).isCloseTo(0, NEAR);
        assertThat(later.processor()).isCloseTo(0.9, Offset.offset(0.05));
    }

    @Test
    void aRequestBetweenTwoLooksIsOurs() {
        stays(machine(0.02, 0), 30);
        rule.ownWork(now.plusSeconds(1), new OwnWork(1, 1));
        rule.ownWork(now.plusSeconds(3), OwnWork.NONE);

        assertThat(rule.sensed(now.plusSeconds(15), machine(0.5, 0.48)).processor())
                .isCloseTo(0.02, NEAR);
    }

    @Test
    void aBurstIsNoReasonAndWorkIs() {
        stays(machine(0.02, 0), 60);
        ForeignLoad burst = stays(machine(1, 0), 10);
        stays(machine(0.02, 0), 60);
        ForeignLoad work = stays(machine(1, 0), 30);
        ForeignLoad calmer = stays(machine(0.27, 0), 300);
        ForeignLoad calm = stays(machine(0.1, 0), 300);

        assertThat(burst.heavy()).isFalse();
        assertThat(work.heavy()).isTrue();
        assertThat(calmer.heavy()).as("between both limits").isTrue();
        assertThat(calm.heavy()).isFalse();
    }

    @Test
    void whatCannotBeToldApartIsUnknownAfterAMinute() {
        stays(machine(0.1, 0), 30);
        rule.ownWork(now, new OwnWork(1, 1));
        NodeSignals blind = with(NodeSignals.NONE, Processor.class, new Processor(1));

        assertThat(stays(blind, 30).processor()).isCloseTo(0.1, NEAR);
        assertThat(stays(blind, 60).isKnown()).isFalse();
    }

    @Test
    void acceleratorsCountByRequests() {
        NodeSignals playing = with(
                machine(0.1, 0),
                Accelerators.class,
                new Accelerators(List.of(new Accelerators.Accelerator("gpu", 0.8, 0, 0))));

        assertThat(stays(playing, 60).accelerator()).isCloseTo(0.8, NEAR);
        rule.ownWork(now, new OwnWork(1, 2));
        assertThat(stays(playing, 300).accelerator()).isCloseTo(0.4, NEAR);
    }

    @Test
    void useIsToldFromInputMeetingAndForeignLoad() {
        var calm = new ForeignLoad(0.05, Double.NaN, false);
        NodeSignals touched = with(NodeSignals.NONE, Input.class, new Input(Duration.ofMinutes(4)));
        NodeSignals untouched = with(NodeSignals.NONE, Input.class, new Input(Duration.ofMinutes(6)));
        NodeSignals locked = with(touched, Lock.class, new Lock(true));

        assertThat(OwnerUse.of(touched, calm, Guard.State.IDLE)).contains(Stretch.Use.ACTIVE);
        assertThat(OwnerUse.of(untouched, calm, Guard.State.IDLE)).contains(Stretch.Use.IDLE);
        assertThat(OwnerUse.of(locked, calm, Guard.State.IDLE)).contains(Stretch.Use.LOCKED);
        assertThat(OwnerUse.of(untouched, calm, Guard.State.MEETING)).contains(Stretch.Use.ACTIVE);
        assertThat(OwnerUse.of(untouched, new ForeignLoad(0.5, 0, true), Guard.State.IDLE))
                .contains(Stretch.Use.ACTIVE);
        assertThat(OwnerUse.now(locked, calm, Guard.State.IDLE)).isEqualTo(Now.locked(Duration.ofMinutes(4)));
        assertThat(OwnerUse.now(untouched, calm, Guard.State.MEETING)).isEqualTo(Now.HERE);
    }

    @Test
    void whatIsUnknownIsNoSignOfAbsence() {
        var calm = new ForeignLoad(0.05, Double.NaN, false);
        NodeSignals untouched = with(NodeSignals.NONE, Input.class, new Input(Duration.ofMinutes(6)));

        assertThat(OwnerUse.of(NodeSignals.NONE, calm, Guard.State.IDLE)).isEmpty();
        assertThat(OwnerUse.of(untouched, ForeignLoad.UNKNOWN, Guard.State.IDLE))
                .isEmpty();
        assertThat(OwnerUse.now(NodeSignals.NONE, calm, Guard.State.IDLE)).isEqualTo(Now.UNKNOWN);
    }
}
