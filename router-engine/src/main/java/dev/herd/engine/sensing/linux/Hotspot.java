package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.ExpectedSlowdown;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;
import java.util.Comparator;
import java.util.List;

/// One sensor of temperature, and what its place can bear.
///
/// @param source the file that it is read from
/// @param celsius now
/// @param critical where the system gives up; NaN where that is not told
/// @param passive where the system begins to slow down; NaN where that is not told
record Hotspot(String source, double celsius, double critical, double passive) {
    /// From these distances to its limit on a place is warm, hot, and near its end.
    private static final double WARM = 20;

    private static final double HOT = 10;
    private static final double ENDS = 5;

    /// Where no limit is told: the usual one of AMD's processors, which do not tell theirs. Some are made to run at it,
    /// so that it is worth a little only.
    private static final double USUAL_LIMIT = 95;

    Level level() {
        boolean told = !Double.isNaN(critical);
        double left = (told ? critical : USUAL_LIMIT) - celsius;
        Level byDistance =
                left >= WARM ? Level.NOMINAL : left >= HOT ? Level.FAIR : left >= ENDS ? Level.SERIOUS : Level.CRITICAL;
        if (!told) {
            byDistance = least(byDistance, Level.FAIR);
        }
        return celsius >= passive ? most(byDistance, Level.FAIR) : byDistance;
    }

    /// How hot a machine is with these places, of which the worst counts.
    ///
    /// @param throttled what its processors say of being slowed down
    static Heat heat(List<Hotspot> spots, Level throttled) {
        Level level = spots.stream().map(Hotspot::level).reduce(throttled, Hotspot::most);
        double celsius = spots.stream().mapToDouble(Hotspot::celsius).max().orElse(Double.NaN);
        return new Heat(celsius, level, ExpectedSlowdown.at(level));
    }

    /// Whoever makes the level what it is.
    static Hotspot worst(List<Hotspot> spots) {
        return spots.stream()
                .max(Comparator.comparing(Hotspot::level).thenComparingDouble(Hotspot::celsius))
                .orElseThrow();
    }

    static Level most(Level one, Level other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Level least(Level one, Level other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
