package dev.herd.engine.sensing.linux;

import dev.herd.engine.signal.Power.Source;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One folder of `/sys/class/power_supply` that feeds the machine; mice and the like are none.
///
/// @param online whether something is plugged in, 0 or 1; empty for batteries
/// @param status `Discharging`, `Charging`, `Full`, `Not charging`; empty where not told
/// @param percent what is left, empty where not told
/// @param full how much it holds at its best, in whatever unit; 1 where not told
record PowerSupply(String type, OptionalLong online, String status, OptionalLong percent, double full) {
    private static final double MOST = 100;

    boolean isBattery() {
        return type.equals("Battery") || type.equals("UPS");
    }

    private boolean isOnline() {
        return !isBattery() && online.orElse(0) > 0;
    }

    /// What a machine with these lives on. By what is plugged in, not by whether it is charged: a full battery is not.
    /// A desktop has no battery, and its empty USB sockets say that nothing is plugged in.
    static Source source(List<PowerSupply> all) {
        List<PowerSupply> batteries =
                all.stream().filter(PowerSupply::isBattery).toList();
        if (batteries.isEmpty() || all.stream().anyMatch(PowerSupply::isOnline)) {
            return Source.MAINS;
        }
        boolean charged =
                batteries.stream().anyMatch(battery -> battery.status().equals("Charging"));
        boolean drained =
                batteries.stream().anyMatch(battery -> battery.status().equals("Discharging"));
        if (charged && !drained) {
            // Through a socket that does not say so.
            return Source.MAINS;
        }
        boolean hasSockets = all.stream().anyMatch(supply -> !supply.isBattery());
        return hasSockets || drained ? Source.BATTERY : Source.MAINS;
    }

    /// What is left in all batteries together, the larger ones counting for more; negative where none tells.
    static int percent(List<PowerSupply> all) {
        List<PowerSupply> told = all.stream()
                .filter(supply -> supply.isBattery() && supply.percent().isPresent())
                .toList();
        double whole = told.stream().mapToDouble(PowerSupply::full).sum();
        OptionalDouble left = told.stream()
                .mapToDouble(battery -> battery.percent().getAsLong() * battery.full())
                .reduce(Double::sum);
        return left.isPresent() && whole > 0 ? (int) Math.round(Math.clamp(left.getAsDouble() / whole, 0, MOST)) : -1;
    }
}
