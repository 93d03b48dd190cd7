package dev.herd.engine.simulation;

import org.jspecify.annotations.Nullable;

/// How warm a machine is: 0 cold, 1 so hot that it throttles. Work warms it evenly, rest cools it evenly.
final class Warmth {
    /// Throttling ends here, so that it does not flutter.
    private static final double COOL_ENOUGH = 0.5;

    /// Less is the rounding of doubles.
    private static final double ALMOST = 1e-9;

    private final Scenario.@Nullable Heat heat;
    private double level;
    private boolean hot;

    Warmth(Scenario.@Nullable Heat heat) {
        this.heat = heat;
    }

    /// The share of its speed that is left.
    double speed() {
        return heat != null && hot ? heat.speed() : 1;
    }

    /// The same, as far as its sensors tell.
    double toldSpeed() {
        return heat != null && heat.told() ? speed() : 1;
    }

    void advance(double seconds, boolean working) {
        if (heat == null) {
            return;
        }
        double change = working ? seconds / heat.afterSeconds() : -seconds / heat.coolSeconds();
        level = Math.clamp(level + change, 0, 1);
        if (level >= 1 - ALMOST) {
            hot = true;
        } else if (level <= COOL_ENOUGH + ALMOST) {
            hot = false;
        }
    }

    /// Seconds until the speed changes; infinity when it does not.
    double untilChange(boolean working) {
        if (heat == null || working == hot) {
            return Double.POSITIVE_INFINITY;
        }
        return working ? (1 - level) * heat.afterSeconds() : (level - COOL_ENOUGH) * heat.coolSeconds();
    }
}
