package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.CaptureUse.Kind;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlwaysOnRuleTest {
    private static final Duration WHILE_AWAY = Duration.ofMinutes(30);

    private final AlwaysOnRule rule = new AlwaysOnRule();
    private NodeSignals signals = NodeSignals.NONE;
    private PersonConfig config = PersonConfig.DEFAULT;

    private <T extends Signal> void sees(Class<T> kind, T value) {
        signals = signals.with(kind, new Reading.Known<>(value, Instant.EPOCH, "test"));
    }

    private void hears(CaptureUse... uses) {
        sees(Microphone.class, new Microphone(List.of(uses)));
    }

    private boolean after(Duration since) {
        return rule.on(signals, config, Instant.EPOCH.plus(since));
    }

    private boolean afterHours(double hours) {
        return after(Duration.ofMinutes(Math.round(hours * 60)));
    }

    private static CaptureUse use(String program) {
        return new CaptureUse(program, Kind.UNKNOWN);
    }

    @Test
    void findsWhoRecordsForFourHoursWhileNobodyIsThere() {
        hears(use("rewind"));
        sees(Input.class, new Input(WHILE_AWAY));

        assertThat(afterHours(0)).isFalse();
        assertThat(afterHours(3.9)).isFalse();
        assertThat(afterHours(4)).isTrue();
        sees(Input.class, new Input(Duration.ZERO));
        assertThat(afterHours(5)).as("as long as it records").isTrue();
    }

    @Test
    void aPersonWhoIsThereMayTalkForLong() {
        hears(use("zoom"));
        sees(Input.class, new Input(WHILE_AWAY.minusSeconds(1)));
        assertThat(afterHours(0)).isFalse();
        assertThat(afterHours(9)).isFalse();

        sees(Lock.class, new Lock(true));
        assertThat(afterHours(9)).as("locked, nobody is").isTrue();
    }

    @Test
    void nobodyIsAloneWhereNothingTells() {
        hears(use("zoom"));

        assertThat(afterHours(0)).isFalse();
        assertThat(afterHours(100)).isFalse();
    }

    @Test
    void countsEachProgramAnewAfterItStops() {
        sees(Input.class, new Input(WHILE_AWAY));
        hears(use("one"));
        after(Duration.ZERO);
        hears(use("two"));
        assertThat(afterHours(3)).isFalse();
        hears(use("one"), use("two"));
        assertThat(afterHours(5)).isFalse();

        assertThat(afterHours(7)).as("the second one for four").isTrue();
        hears(use("one"));
        assertThat(afterHours(8)).as("which has stopped").isFalse();
    }

    @Test
    void whoFilmsCountsAsWhoListens() {
        sees(Input.class, new Input(WHILE_AWAY));
        sees(Camera.class, new Camera(List.of(use("watcher"))));

        assertThat(afterHours(0)).isFalse();
        assertThat(afterHours(4)).isTrue();
    }

    @Test
    void aSensorThatFailsSaysOfNobodyThatTheyStopped() {
        sees(Input.class, new Input(WHILE_AWAY));
        hears(use("rewind"));
        after(Duration.ZERO);
        signals = signals.with(Microphone.class, new Reading.Unknown<>("the sensor failed"));
        assertThat(afterHours(2)).isFalse();
        hears(use("rewind"));

        assertThat(afterHours(4)).isTrue();
    }

    @Test
    void whoIsIgnoredIsNotProposed() {
        sees(Input.class, new Input(WHILE_AWAY));
        hears(use("Rewind"));
        after(Duration.ZERO);
        assertThat(afterHours(4)).isTrue();

        PersonConfig usual = PersonConfig.DEFAULT;
        config = new PersonConfig(
                usual.courtesy(),
                usual.meetings(),
                usual.camera(),
                usual.microphone(),
                Set.of("rewind"),
                usual.onBattery(),
                usual.whenHot(),
                usual.keepAwake(),
                usual.pauses());
        assertThat(afterHours(5)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"VOICE", "PROCESSING"})
    void whatIsNoSignOfAMeetingDoesNoHarm(Kind kind) {
        sees(Input.class, new Input(WHILE_AWAY));
        hears(new CaptureUse("filter", kind));

        assertThat(afterHours(0)).isFalse();
        assertThat(afterHours(9)).isFalse();
    }
}
