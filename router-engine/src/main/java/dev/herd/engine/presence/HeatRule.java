package dev.herd.engine.presence;

import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// How much a machine may do as hot as it is (signals spec 2.1). What the system says counts at once when
/// it is worse, and when it is better once it has been for a minute: a fanless machine cools within one and
/// heats up again in the next. A machine that writes at less than 0.65 of its own cold speed is at least
/// [Heat.Level#FAIR], whatever its sensors say: many have none, and levels lag. For one thread at a time.
public final class HeatRule {
    /// How long a level must be left alone before it is believed.
    static final Duration HYSTERESIS = Duration.ofSeconds(60);

    /// What a sensor said once stands this long when it falls silent. Silence is not coolness, but it is
    /// not for ever.
    static final Duration SILENCE = Duration.ofMinutes(10);

    private static final double SLOW = 0.65;

    private final Map<Heat.Level, Instant> lastSaid = new EnumMap<>(Heat.Level.class);
    private Heat.Level sensed = Heat.Level.NOMINAL;
    private Instant sensedAt = Instant.MIN;

    /// Takes in a moment, not before the last one.
    ///
    /// @param coldSpeedShare what the machine writes now, of what it writes when cold
    ///     (`learning.ColdSpeed`); NaN where nobody has measured it lately
    public HeatLimit on(Instant now, Reading<Heat> heat, double coldSpeedShare) {
        heat.known().ifPresent(known -> {
            sensed = known.level();
            sensedAt = now;
        });
        boolean silent = Duration.between(sensedAt, now).compareTo(SILENCE) > 0;
        Heat.Level told = silent ? Heat.Level.NOMINAL : sensed;
        boolean slow = coldSpeedShare < SLOW;
        Heat.Level worst = slow && told == Heat.Level.NOMINAL ? Heat.Level.FAIR : told;
        lastSaid.put(worst, now);
        Heat.Level level = highestOfTheLastMinute(now);
        return new HeatLimit(level, reason(level, told, slow ? coldSpeedShare : 1));
    }

    private Heat.Level highestOfTheLastMinute(Instant now) {
        Heat.Level highest = Heat.Level.NOMINAL;
        for (Map.Entry<Heat.Level, Instant> said : lastSaid.entrySet()) {
            // An enum map goes from the mildest to the worst.
            if (Duration.between(said.getValue(), now).compareTo(HYSTERESIS) < 0) {
                highest = said.getKey();
            }
        }
        return highest;
    }

    private static String reason(Heat.Level level, Heat.Level told, double share) {
        if (level == Heat.Level.NOMINAL) {
            return "";
        }
        if (level == told) {
            return "its heat is " + level.label();
        }
        return share < 1 && level == Heat.Level.FAIR
                ? "it answers at " + Math.round(share * 100) + " % of its cold speed"
                : "its heat was " + level.label() + " less than a minute ago";
    }
}
