package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How hot a machine is.
///
/// @param value `61`, or the level's word where only that is known
/// @param caption `heat: fair, slowed 4 %`
/// @param celsius NaN when not known
/// @param level null when nothing is known
record Warmth(String value, String unit, String caption, double celsius, Heat.@Nullable Level level) {
    private static final double WORTH_SAYING = 0.005;

    static Warmth of(Reading<Heat> reading) {
        return switch (reading) {
            case Reading.Unknown<Heat>(String reason) ->
                new Warmth(Units.NONE, "", "heat: " + reason, Double.NaN, null);
            case Reading.Known<Heat>(Heat heat, Instant _, String _) -> of(heat);
        };
    }

    private static Warmth of(Heat heat) {
        String slowed = heat.slowdown() >= WORTH_SAYING ? "slowed " + Units.percent(heat.slowdown()) : "";
        String level = heat.level().label();
        if (Double.isNaN(heat.celsius())) {
            return new Warmth(
                    Words.capitalised(level),
                    "",
                    slowed.isEmpty() ? "heat" : "heat: " + slowed,
                    Double.NaN,
                    heat.level());
        }
        return new Warmth(
                Long.toString(Math.round(heat.celsius())),
                "°C",
                "heat: " + level + (slowed.isEmpty() ? "" : ", " + slowed),
                heat.celsius(),
                heat.level());
    }

    /// Whether the machine is hot enough to be slow.
    boolean isHot() {
        return level == Heat.Level.SERIOUS || level == Heat.Level.CRITICAL;
    }
}
