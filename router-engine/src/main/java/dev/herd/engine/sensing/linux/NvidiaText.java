package dev.herd.engine.sensing.linux;

import dev.herd.engine.signal.Accelerators.Accelerator;
import dev.herd.engine.signal.Heat.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `nvidia-smi` prints when asked for [#FIELDS] of each graphics processor, as comma-separated values without
/// heads and units.
final class NvidiaText {
    /// The name last, since it may hold anything. `clocks_event_reasons` was `clocks_throttle_reasons` before 535.
    static final String FIELDS = "temperature.gpu,utilization.gpu,memory.total,memory.used,"
            + "clocks_event_reasons.sw_thermal_slowdown,clocks_event_reasons.hw_thermal_slowdown,name";

    private static final int COLUMNS = 7;
    private static final double PERCENT = 100;

    private NvidiaText() {}

    /// One of them; NaN and 0 where it does not tell.
    ///
    /// @param throttled fair where the driver lowers clocks because of heat, serious where the chip itself does
    record Gpu(Accelerator accelerator, double celsius, Level throttled) {
        /// As it is while it sleeps.
        Gpu asleep() {
            Accelerator awake = accelerator;
            return new Gpu(
                    new Accelerator(awake.name(), 0, awake.totalBytes(), awake.usedBytes()), Double.NaN, Level.NOMINAL);
        }
    }

    /// Empty when a line is none of its: an error's text, or one that was cut.
    static Optional<List<Gpu>> parse(String text) {
        List<Gpu> all = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            String[] columns = line.strip().split("\\s*,\\s*", COLUMNS);
            if (columns.length < COLUMNS || !(isAbsent(columns[0]) || isNumber(columns[0]))) {
                return Optional.empty();
            }
            all.add(gpu(columns));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static Gpu gpu(String... columns) {
        var accelerator =
                new Accelerator(columns[6], number(columns[1]) / PERCENT, mebibytes(columns[2]), mebibytes(columns[3]));
        Level throttled =
                columns[5].equals("Active") ? Level.SERIOUS : columns[4].equals("Active") ? Level.FAIR : Level.NOMINAL;
        return new Gpu(accelerator, number(columns[0]), throttled);
    }

    /// `[N/A]`, `[Not Supported]`.
    private static boolean isAbsent(String column) {
        return column.startsWith("[") || column.equals("N/A");
    }

    private static boolean isNumber(String column) {
        return column.matches("\\d{1,9}(\\.\\d+)?");
    }

    private static double number(String column) {
        return isNumber(column) ? Double.parseDouble(column) : Double.NaN;
    }

    private static long mebibytes(String column) {
        double number = number(column);
        return Double.isNaN(number) ? 0 : (long) number << 20;
    }
}
