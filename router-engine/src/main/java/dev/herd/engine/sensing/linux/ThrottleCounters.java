package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Growth;
import dev.herd.engine.signal.Heat.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Intel's processors count of being slowed down by heat (`thermal_throttle` of each processor). Used by one
/// thread
/// at a time.
final class ThrottleCounters {
    private static final String PROCESSORS = "devices/system/cpu";

    /// Share of the time since the last look from which on it is more than a short burst.
    private static final double LONG = 0.2;

    private static final double MILLIS = 1000;

    private final Tree sys;
    private final List<String> counts = new ArrayList<>();
    private final List<String> times = new ArrayList<>();
    private final Map<String, Growth> growths = new HashMap<>();

    ThrottleCounters(Tree sys) {
        this.sys = sys;
        Set<String> seen = new HashSet<>();
        for (String processor : sys.names(PROCESSORS)) {
            if (processor.matches("cpu\\d+")) {
                add(PROCESSORS + "/" + processor, seen);
            }
        }
    }

    /// Threads of a core, and cores of a package, tell the same.
    private void add(String processor, Set<String> seen) {
        String chip = sys.text(processor + "/topology/physical_package_id").orElse("");
        String core = chip + "/" + sys.text(processor + "/topology/core_id").orElse(processor);
        if (seen.add("chip " + chip)) {
            add(processor, "package");
        }
        if (seen.add("core " + core)) {
            add(processor, "core");
        }
    }

    private void add(String processor, String part) {
        String count = processor + "/thermal_throttle/" + part + "_throttle_count";
        String time = processor + "/thermal_throttle/" + part + "_throttle_total_time_ms";
        if (sys.has(time)) {
            times.add(time);
        } else if (sys.has(count)) {
            counts.add(count);
        }
    }

    /// What they say of the time since the last look: nominal at the first.
    Level until(Instant now) {
        double share = times.stream()
                .mapToDouble(file -> grown(file, now) / MILLIS)
                .max()
                .orElse(0);
        double often =
                counts.stream().mapToDouble(file -> grown(file, now)).max().orElse(0);
        if (share >= LONG) {
            return Level.SERIOUS;
        }
        return share > 0 || often > 0 ? Level.FAIR : Level.NOMINAL;
    }

    private double grown(String file, Instant now) {
        double rate = sys.number(file).stream()
                .mapToDouble(count ->
                        growths.computeIfAbsent(file, name -> new Growth()).perSecond(count, now))
                .findFirst()
                .orElse(0);
        return Double.isNaN(rate) ? 0 : rate;
    }
}
