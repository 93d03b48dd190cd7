package dev.herd.engine.sensing.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The sensors of temperature under `/sys/class` that tell how hot processors, boards and graphics processors are.
/// Disks, radios, batteries and the like are left out: models do not run on them.
final class Thermometers {
    private static final String ZONES = "class/thermal";
    private static final String CHIPS = "class/hwmon";
    private static final double MILLI = 1000;

    /// Zones that say nothing of what computes; `INT3400` is a driver's own, always at 20.
    private static final Pattern OTHER_ZONES =
            Pattern.compile("(?i).*(iwlwifi|wifi|wlan|nvme|bat|charger|modem|pch|int3400|ambient|skin|pmic|rf).*");

    private static final Pattern COMPUTING_CHIPS = Pattern.compile(
            "coretemp|k8temp|k10temp|zenpower|zenergy|amdgpu|radeon|nouveau|xe|i915|cpu_thermal|soc_thermal|macsmc_hwmon|via_cputemp");

    /// What lies outside is a sensor that does not work, or a limit that nobody set.
    private static final double COLDEST = -40;

    private static final double HOTTEST = 150;
    private static final double LOWEST_LIMIT = 50;
    private static final int MOST = 64;

    private Thermometers() {}

    /// Where a temperature is read.
    ///
    /// @param file under `/sys`
    /// @param critical degrees, NaN where not told; so `passive`
    record Place(String file, double critical, double passive) {
        /// Empty when it tells nothing just now.
        Optional<Hotspot> read(Tree sys) {
            OptionalLong milli = sys.number(file);
            double celsius = milli.isPresent() ? milli.getAsLong() / MILLI : Double.NaN;
            return celsius >= COLDEST && celsius <= HOTTEST
                    ? Optional.of(new Hotspot(sys.name(file), celsius, critical, passive))
                    : Optional.empty();
        }
    }

    /// All that there are, with their limits. Reads several files for each.
    static List<Place> find(Tree sys) {
        List<Place> places = new ArrayList<>();
        for (String zone : sys.names(ZONES)) {
            String type = sys.text(ZONES + "/" + zone + "/type").orElse("");
            if (zone.startsWith("thermal_zone") && !OTHER_ZONES.matcher(type).matches()) {
                places.add(zone(sys, ZONES + "/" + zone));
            }
        }
        for (String chip : sys.names(CHIPS)) {
            String name = sys.text(CHIPS + "/" + chip + "/name").orElse("");
            if (COMPUTING_CHIPS.matcher(name).matches()) {
                places.addAll(chip(sys, CHIPS + "/" + chip));
            }
        }
        return places.stream().limit(MOST).toList();
    }

    private static Place zone(Tree sys, String folder) {
        double critical = Double.NaN;
        double hot = Double.NaN;
        double passive = Double.NaN;
        for (String name : sys.names(folder)) {
            if (!name.matches("trip_point_\\d+_type")) {
                continue;
            }
            double limit = limit(sys, folder + "/" + name.replace("_type", "_temp"));
            switch (sys.text(folder + "/" + name).orElse("")) {
                case "critical" -> critical = lower(critical, limit);
                case "hot" -> hot = lower(hot, limit);
                case "passive" -> passive = lower(passive, limit);
                default -> {
                    // Fans have limits of their own.
                }
            }
        }
        return new Place(folder + "/temp", Double.isNaN(critical) ? hot : critical, passive);
    }

    private static List<Place> chip(Tree sys, String folder) {
        List<Place> places = new ArrayList<>();
        for (String name : sys.names(folder)) {
            if (name.matches("temp\\d+_input")) {
                String critical = folder + "/" + name.replace("_input", "_crit");
                places.add(new Place(folder + "/" + name, limit(sys, critical), Double.NaN));
            }
        }
        return places;
    }

    private static double limit(Tree sys, String file) {
        OptionalLong milli = sys.number(file);
        double celsius = milli.isPresent() ? milli.getAsLong() / MILLI : Double.NaN;
        return celsius >= LOWEST_LIMIT && celsius <= HOTTEST ? celsius : Double.NaN;
    }

    private static double lower(double one, double other) {
        return Double.isNaN(one) || other < one ? other : one;
    }
}
