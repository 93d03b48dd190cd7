package dev.herd.engine.sensing;

import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;

/// The heat of a machine that tells how much of its speed it leaves itself.
public final class SpeedLeft {
    /// From these shares lost on a machine is hot and too hot: halfway between what the levels of systems that tell
    /// levels alone are expected to take (0.1, 0.4 and 0.7).
    private static final double SERIOUS = 0.25;

    private static final double CRITICAL = 0.55;

    private SpeedLeft() {}

    /// @param share of its full speed, 0 to 1; what lies outside is cut
    public static Heat heat(double share) {
        double lost = 1 - Math.clamp(share, 0, 1);
        Level level = Level.CRITICAL;
        if (lost <= 0) {
            level = Level.NOMINAL;
        } else if (lost < SERIOUS) {
            level = Level.FAIR;
        } else if (lost < CRITICAL) {
            level = Level.SERIOUS;
        }
        return new Heat(Double.NaN, level, lost);
    }
}
