package dev.herd.engine.presence;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// A machine and its person on a stage of virtual time: what its sensors say is set, and how it stands to its person
/// asked.
final class Sensed {
    /// A Monday.
    static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

    final Person person = new Person();
    private NodeSignals signals = NodeSignals.NONE;
    private PersonConfig config = PersonConfig.DEFAULT;
    private ZoneId zone = ZoneOffset.UTC;
    private HeatLimit heat = HeatLimit.NONE;
    private ForeignLoad foreign = ForeignLoad.UNKNOWN;
    private boolean asleep;
    private Instant now = START;

    Sensed with(PersonConfig other) {
        config = other;
        return this;
    }

    Sensed in(ZoneId other) {
        zone = other;
        return this;
    }

    Sensed camera(CaptureUse.Kind... kinds) {
        return known(Camera.class, new Camera(uses(kinds)));
    }

    Sensed microphone(CaptureUse.Kind... kinds) {
        return known(Microphone.class, new Microphone(uses(kinds)));
    }

    private static List<CaptureUse> uses(CaptureUse.Kind... kinds) {
        return List.of(kinds).stream()
                .map(kind -> new CaptureUse("Program", kind))
                .toList();
    }

    Sensed idle(Duration since) {
        return known(Input.class, new Input(since));
    }

    Sensed locked() {
        return known(Lock.class, new Lock(true));
    }

    Sensed power(Power.Source source) {
        return known(Power.class, new Power(source, 62, false));
    }

    Sensed heat(Heat.Level level) {
        heat = new HeatLimit(level, "its heat is " + level.label());
        return this;
    }

    Sensed foreign(double load) {
        foreign = new ForeignLoad(load, Double.NaN, load > 0.3);
        return this;
    }

    Sensed asleep() {
        asleep = true;
        return this;
    }

    <T extends Signal> Sensed known(Class<T> kind, T value) {
        signals = signals.with(kind, new Reading.Known<>(value, now, "test"));
        return this;
    }

    <T extends Signal> Sensed unknown(Class<T> kind) {
        signals = signals.with(kind, new Reading.Unknown<>("the sensor failed"));
        return this;
    }

    Instant now() {
        return now;
    }

    Sensed at(Instant moment) {
        now = moment;
        return this;
    }

    /// How it stands after so many more seconds, looked at whenever that was asked for meanwhile.
    Guard after(double seconds) {
        Instant target = now.plusMillis(Math.round(seconds * 1000));
        Guard guard = look();
        Instant next = person.next(guard, now);
        while (next != null && next.isBefore(target)) {
            now = next;
            guard = look();
            next = person.next(guard, now);
        }
        now = target;
        return look();
    }

    Guard look() {
        return person.on(new Facts(signals, heat, foreign, asleep), config, now.atZone(zone));
    }
}
