package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Guard.State;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse.Kind;
import dev.herd.engine.signal.Microphone;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When a person is in a meeting, and what follows.
class MeetingTest {
    private final Sensed machine = new Sensed();

    @Test
    void aCameraCountsWhenItStaysOn() {
        machine.camera(Kind.CALL);

        assertThat(machine.after(0.2).state()).isEqualTo(State.UNKNOWN);
        Guard guard = machine.after(0.1);

        assertThat(guard.state()).isEqualTo(State.MEETING);
        assertThat(guard.reason()).isEqualTo("in a meeting: camera in use");
        assertThat(guard.until()).isNull();
        assertThat(guard.closed()).isTrue();
        assertThat(guard.isCourtesy()).isFalse();
    }

    @Test
    void aCameraThatIsOnlyOpenedDoesNot() {
        machine.camera(Kind.CALL).after(0.2);
        machine.camera();

        assertThat(machine.after(5).state()).isEqualTo(State.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"CALL", "RECORDING", "UNKNOWN"})
    void aMicrophoneCountsAfterThreeSeconds(Kind kind) {
        machine.microphone(kind);

        assertThat(machine.after(2.9).state()).isEqualTo(State.UNKNOWN);
        assertThat(machine.after(0.1).reason()).isEqualTo("in a meeting: microphone in use");
    }

    @ParameterizedTest
    @EnumSource(names = {"VOICE", "PROCESSING"})
    void dictationAndFiltersAreNoMeeting(Kind kind) {
        machine.microphone(kind);

        assertThat(machine.after(3600).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void acceptsNothingUntilTwoMinutesAfterTheLastSignThenBeginsSlowly() {
        machine.camera(Kind.CALL).after(10);
        machine.camera().look();
        assertThat(machine.after(40).state()).isEqualTo(State.MEETING);
        machine.camera(Kind.CALL).after(20);
        machine.camera().look();

        assertThat(machine.after(119).state()).isEqualTo(State.MEETING);
        Guard slow = machine.after(1);
        assertThat(slow.state()).isEqualTo(State.AFTER_MEETING);
        assertThat(slow.allowance().mostAtOnce()).isEqualTo(1);
        assertThat(slow.allowance().longestSeconds()).isEqualTo(20);
        assertThat(slow.until()).isEqualTo(machine.now().plusSeconds(60));
        assertThat(machine.after(59.9).state()).isEqualTo(State.AFTER_MEETING);
        assertThat(machine.after(0.2).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void saysUntilWhenItWaitsForTheMeetingToGoOn() {
        machine.camera(Kind.CALL).after(10);
        machine.camera();

        Guard guard = machine.look();

        assertThat(guard.reason()).isEqualTo("in a meeting: camera in use a moment ago");
        assertThat(guard.until()).isEqualTo(machine.now().plusSeconds(120));
    }

    @Test
    void whatIsUnknownBeginsNoMeetingAndEndsNone() {
        machine.unknown(Camera.class).unknown(Microphone.class);
        assertThat(machine.after(100).state()).isEqualTo(State.UNKNOWN);
        machine.camera(Kind.CALL).after(5);

        machine.unknown(Camera.class);

        assertThat(machine.after(600).state()).isEqualTo(State.MEETING);
        assertThat(machine.after(1800 + 120).state())
                .as("nobody will tell of its end")
                .isNotEqualTo(State.MEETING);
    }

    @Test
    void flappingSignsKeepOneMeeting() {
        machine.microphone(Kind.CALL).after(4);
        for (int i = 0; i < 20; i++) {
            machine.microphone().look();
            assertThat(machine.after(30).state()).isEqualTo(State.MEETING);
            machine.microphone(Kind.CALL).look();
            assertThat(machine.after(4).state()).isEqualTo(State.MEETING);
        }
    }

    @Test
    void aPersonMayLeaveOutCameraMicrophoneProgramsOrMeetings() {
        PersonConfig usual = PersonConfig.DEFAULT;
        machine.camera(Kind.CALL).microphone(Kind.CALL);

        assertThat(machine.with(ignoring("program")).after(60).state()).isEqualTo(State.UNKNOWN);
        assertThat(machine.with(usual.withMeetings(false)).after(60).state()).isEqualTo(State.UNKNOWN);
        assertThat(machine.with(usual).after(0).state()).isEqualTo(State.MEETING);
    }

    private static PersonConfig ignoring(String program) {
        PersonConfig usual = PersonConfig.DEFAULT;
        return new PersonConfig(
                usual.courtesy(),
                true,
                true,
                true,
                Set.of(program),
                usual.onBattery(),
                usual.whenHot(),
                usual.keepAwake(),
                usual.pauses());
    }

    @Test
    void servesAnywayForThisMeetingOnly() {
        machine.camera(Kind.CALL).after(5);
        machine.person.serveAnyway(null);

        assertThat(machine.look().state()).isEqualTo(State.SERVES_ANYWAY);
        machine.camera();
        assertThat(machine.after(130).state()).isEqualTo(State.AFTER_MEETING);
        machine.camera(Kind.CALL);
        assertThat(machine.after(1).state()).as("the next one").isEqualTo(State.MEETING);
    }

    @Test
    void servesAnywayUntilTheMomentNamed() {
        machine.camera(Kind.CALL).after(5);
        machine.person.serveAnyway(machine.now().plusSeconds(60));

        assertThat(machine.after(59).state()).isEqualTo(State.SERVES_ANYWAY);
        assertThat(machine.after(2).state()).isEqualTo(State.MEETING);
    }

    @Test
    void obeysTheRulesAgain() {
        machine.camera(Kind.CALL).after(5);
        machine.person.serveAnyway(null);
        machine.person.obeyRules();

        assertThat(machine.look().state()).isEqualTo(State.MEETING);
    }
}
