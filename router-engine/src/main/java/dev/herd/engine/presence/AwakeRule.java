package dev.herd.engine.presence;

import dev.herd.engine.config.KeepAwake;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import java.time.Duration;
import java.time.Instant;

/// Whether a machine is kept from falling asleep (signals spec 7.3): only while it serves or holds accepted work, and a
/// minute longer, since the next question of a conversation comes within one; never on battery unless its person
/// allows that, never when its heat is critical. For one thread at a time.
public final class AwakeRule {
    /// A machine falls asleep between two questions otherwise. The least that systems let a person set is a
    /// minute too.
    static final Duration GRACE = Duration.ofSeconds(60);

    /// What is to be done.
    ///
    /// @param reason for people: what keeps it awake, or what forbids that
    public record Verdict(boolean keepAwake, String reason) {}

    private Instant lastWork = Instant.MIN;

    /// Takes in a moment, not before the last one. A machine whose power source nobody can tell counts as one on mains:
    /// batteries are told by every system that has one.
    ///
    /// @param accepted requests that run there, or that it holds and will run
    public Verdict on(Instant now, int accepted, NodeSignals signals, KeepAwake policy) {
        if (accepted > 0) {
            lastWork = now;
        }
        boolean battery = signals.get(Power.class)
                .known()
                .map(each -> each.source() == Power.Source.BATTERY)
                .orElse(false);
        if (accepted == 0 && !justNow(now)) {
            return new Verdict(false, "no work");
        }
        if (policy == KeepAwake.NEVER) {
            return new Verdict(false, "its person does not want it");
        }
        if (signals.heat().known().map(Heat::level).orElse(Heat.Level.NOMINAL) == Heat.Level.CRITICAL) {
            return new Verdict(false, "it is too hot");
        }
        if (battery && policy == KeepAwake.ON_MAINS) {
            return new Verdict(false, "it runs on battery");
        }
        return new Verdict(true, accepted > 0 ? "serving " + accepted : "served a moment ago");
    }

    private boolean justNow(Instant now) {
        return Duration.between(lastWork, now).compareTo(GRACE) <= 0;
    }
}
