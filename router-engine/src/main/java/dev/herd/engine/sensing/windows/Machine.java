package dev.herd.engine.sensing.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/// What `kernel32` tells of the machine. Each function is bound when it is first asked. Thread-safe.
final class Machine {
    /// `MEMORYSTATUSEX`: its own size, the load in percent, and behind memory what may be committed and what is left.
    private static final int MEMORY_BYTES = 64;

    private static final long LOAD_AT = 4;
    private static final long COMMIT_TOTAL_AT = 24;
    private static final long COMMIT_LEFT_AT = 32;
    /// Windows begins to trim programs near the first; at the second it writes to disk all the time.
    private static final int WARN_LOAD = 85;

    private static final int CRITICAL_LOAD = 95;
    private static final double WARN_COMMIT_LEFT = 0.10;

    /// `SYSTEM_POWER_STATUS`.
    private static final int POWER_BYTES = 12;

    private static final int ON_BATTERY = 0;
    private static final int ON_MAINS = 1;
    private static final int NO_BATTERY = 128;
    private static final int UNKNOWN = 255;
    private static final int NO_PERCENT = -1;

    private final Opened<NativeFunction> memory;
    private final Opened<NativeFunction> power;
    private final Opened<NativeFunction> ticks;

    Machine(NativeLibrary kernel) {
        memory = new Opened<>(() -> kernel.function("GlobalMemoryStatusEx", JAVA_INT, ADDRESS));
        power = new Opened<>(() -> kernel.function("GetSystemPowerStatus", JAVA_INT, ADDRESS));
        ticks = new Opened<>(() -> kernel.function("GetTickCount64", JAVA_LONG));
    }

    /// How long it has run, sleep included.
    Duration upTime() throws IOException {
        return Duration.ofMillis(ticks.get().asLong());
    }

    /// What it writes to disk is not told.
    Optional<Pressure> pressure() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(MEMORY_BYTES, Long.BYTES);
            status.set(JAVA_INT, 0, MEMORY_BYTES);
            if (memory.get().asInt(status) == 0) {
                return Optional.empty();
            }
            int load = status.get(JAVA_INT, LOAD_AT);
            double commit = status.get(JAVA_LONG, COMMIT_TOTAL_AT);
            double left = status.get(JAVA_LONG, COMMIT_LEFT_AT);
            Pressure.Level level = Pressure.Level.NORMAL;
            if (load >= CRITICAL_LOAD) {
                level = Pressure.Level.CRITICAL;
            } else if (load >= WARN_LOAD || (commit > 0 && left / commit < WARN_COMMIT_LEFT)) {
                level = Pressure.Level.WARN;
            }
            return Optional.of(new Pressure(level, Double.NaN));
        }
    }

    /// Empty where Windows does not know what it lives on.
    Optional<Power> power() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(POWER_BYTES, Integer.BYTES);
            if (power.get().asInt(status) == 0) {
                return Optional.empty();
            }
            int line = status.get(JAVA_BYTE, 0) & 255;
            int battery = status.get(JAVA_BYTE, 1) & 255;
            int percent = status.get(JAVA_BYTE, 2) & 255;
            boolean saver = status.get(JAVA_BYTE, 3) == 1;
            boolean told = (battery == UNKNOWN || (battery & NO_BATTERY) == 0) && percent <= 100;
            int left = told ? percent : NO_PERCENT;
            return switch (line) {
                case ON_BATTERY -> Optional.of(new Power(Power.Source.BATTERY, left, saver));
                case ON_MAINS -> Optional.of(new Power(Power.Source.MAINS, left, saver));
                default -> Optional.empty();
            };
        }
    }
}
