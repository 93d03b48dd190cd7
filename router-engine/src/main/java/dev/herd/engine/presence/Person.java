package dev.herd.engine.presence;

import dev.herd.engine.config.Courtesy;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Guard.State;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How one machine stands to its person: of all that speaks against serving now, the strongest says what the fleet
/// may have. The same facts at the same moments give the same answers.
///
/// Confined to one thread at a time; moments never go back.
public final class Person {
    static final Duration AWAY = Duration.ofMinutes(30);

    private final MeetingRule meetings = new MeetingRule();
    private final Overrule overrule = new Overrule();
    private boolean meeting;
    private @Nullable Instant slowUntil;

    /// The person's own word against all rules of courtesy.
    private static final class Overrule {
        private boolean on;
        private @Nullable Instant until;
        private boolean thisMeeting;
    }

    /// Its person wants it to serve whatever it is doing.
    ///
    /// @param until when that ends; null means with the meeting that goes on, or else when it is taken back
    public void serveAnyway(@Nullable Instant until) {
        overrule.on = true;
        overrule.until = until;
        overrule.thisMeeting = until == null && meeting;
    }

    /// The rules hold again.
    public void obeyRules() {
        overrule.on = false;
    }

    /// How it stands at that moment.
    public Guard on(Facts facts, PersonConfig config, ZonedDateTime now) {
        Instant at = now.toInstant();
        MeetingRule.State state = meetings.on(facts.signals(), config, at);
        if (meeting && !state.inMeeting()) {
            slowUntil = ends(state, at).plus(Allowances.SLOW_START);
            overrule.on &= !overrule.thisMeeting;
        }
        meeting = state.inMeeting();
        endOverrule(at);
        return strongest(facts, config, now, state);
    }

    /// When it has to be looked at again although nothing changes; null when it need not.
    public @Nullable Instant next(Guard guard, Instant at) {
        return Stream.of(meetings.next(at), guard.until(), slowUntil, overrule.on ? overrule.until : null)
                .flatMap(Stream::ofNullable)
                .filter(at::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Instant ends(MeetingRule.State state, Instant at) {
        Instant end = state.endsAt();
        return end == null ? at : end;
    }

    private void endOverrule(Instant at) {
        Instant until = overrule.until;
        if (until != null && !at.isBefore(until)) {
            overrule.on = false;
        }
    }

    private Guard strongest(Facts facts, PersonConfig config, ZonedDateTime now, MeetingRule.State state) {
        if (facts.asleep()) {
            return new Guard(State.ASLEEP, "it falls asleep", null, Allowances.ASLEEP);
        }
        if (facts.heat().work() == HeatLimit.Work.GIVE_BACK) {
            return new Guard(State.HOT, facts.heat().reason(), null, Allowances.FAR_TOO_HOT);
        }
        if (overrule.on) {
            return new Guard(State.SERVES_ANYWAY, "its person wants it to serve", overrule.until, Allowance.ALL);
        }
        return meeting(facts, config, state)
                .or(() -> scheduled(config, now))
                .or(() -> onBattery(facts, config))
                .or(() -> tooHot(facts, config))
                .or(() -> afterMeeting(config, now.toInstant()))
                .orElseGet(() -> atWork(facts, config, now));
    }

    private static Optional<Guard> meeting(Facts facts, PersonConfig config, MeetingRule.State state) {
        if (!config.meetings() || !state.inMeeting()) {
            return Optional.empty();
        }
        String lately = state.endsAt() == null ? "" : " a moment ago";
        String reason = "in a meeting: " + state.sign() + lately;
        boolean tight = facts.signals()
                .get(Pressure.class)
                .known()
                .map(pressure -> pressure.level() != Pressure.Level.NORMAL)
                .orElse(false);
        Allowance allowance = tight ? Allowances.MEETING.withoutModels() : Allowances.MEETING;
        return Optional.of(new Guard(State.MEETING, reason, state.endsAt(), allowance));
    }

    private static Optional<Guard> scheduled(PersonConfig config, ZonedDateTime now) {
        return config.pauses().stream()
                .map(pause -> pause.endAt(now))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(end -> new Guard(
                        State.SCHEDULED, "these hours belong to its person", end.toInstant(), Allowances.NOTHING_NEW));
    }

    private static Optional<Guard> onBattery(Facts facts, PersonConfig config) {
        return facts.signals()
                .get(Power.class)
                .known()
                .filter(power -> power.source() == Power.Source.BATTERY && !config.onBattery())
                .map(power -> new Guard(State.BATTERY, batteryWords(power), null, Allowances.NOTHING_NEW));
    }

    private static String batteryWords(Power power) {
        return power.percent() < 0 ? "on battery" : "on battery, " + power.percent() + " % left";
    }

    private static Optional<Guard> tooHot(Facts facts, PersonConfig config) {
        boolean hot = facts.heat().work() == HeatLimit.Work.NOTHING_NEW && !config.whenHot();
        return hot
                ? Optional.of(new Guard(State.HOT, facts.heat().reason(), null, Allowances.NOTHING_NEW))
                : Optional.empty();
    }

    private Optional<Guard> afterMeeting(PersonConfig config, Instant at) {
        Instant until = slowUntil;
        if (!config.meetings() || until == null || !at.isBefore(until)) {
            return Optional.empty();
        }
        return Optional.of(new Guard(State.AFTER_MEETING, "just out of a meeting", until, Allowances.SHORT_JOBS));
    }

    private static Guard atWork(Facts facts, PersonConfig config, ZonedDateTime now) {
        Guard guard = presence(facts, now.toInstant());
        Allowance allowance = config.courtesy() == Courtesy.DEDICATED
                ? Allowance.ALL
                : Allowances.of(guard.state(), config.courtesy());
        boolean warm = facts.heat().work() == HeatLimit.Work.FEWER && !config.whenHot();
        return new Guard(guard.state(), guard.reason(), guard.until(), warm ? Allowances.warm(allowance) : allowance);
    }

    private static Guard presence(Facts facts, Instant at) {
        if (facts.signals().get(Lock.class).known().map(Lock::locked).orElse(false)) {
            return new Guard(State.AWAY, "locked", null, Allowance.ALL);
        }
        Optional<Duration> idle = facts.signals().get(Input.class).known().map(Input::idle);
        if (idle.isEmpty()) {
            return new Guard(State.UNKNOWN, "whether somebody is there cannot be told", null, Allowance.ALL);
        }
        Duration since = idle.get();
        if (since.compareTo(AWAY) >= 0) {
            return new Guard(State.AWAY, "untouched for a long time", null, Allowance.ALL);
        }
        if (since.compareTo(Now.IDLE_AFTER) >= 0) {
            return new Guard(State.IDLE, "untouched for a while", at.plus(AWAY).minus(since), Allowance.ALL);
        }
        Instant until = at.plus(Now.IDLE_AFTER).minus(since);
        return facts.foreign().heavy()
                ? new Guard(State.ACTIVE, "its person works with it, and it works for them", until, Allowance.ALL)
                : new Guard(State.LIGHT, "its person is there", until, Allowance.ALL);
    }
}
