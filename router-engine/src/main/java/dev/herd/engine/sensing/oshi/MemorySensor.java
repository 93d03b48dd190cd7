package dev.herd.engine.sensing.oshi;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.InstantSource;
import oshi.hardware.GlobalMemory;

/// This machine's memory.
public final class MemorySensor implements Sensor<Memory> {
    private final InstantSource clock;
    private final GlobalMemory memory;

    /// Loads the native parts, which takes a few tenths of a second.
    public MemorySensor(InstantSource clock, OshiParts parts) {
        this.clock = clock;
        memory = parts.hardware().getMemory();
    }

    @Override
    public Class<Memory> kind() {
        return Memory.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Reading<Memory> read() {
        long total = memory.getTotal();
        return total <= 0
                ? new Reading.Unknown<>("the system does not tell")
                : new Reading.Known<>(
                        new Memory(total, total - memory.getAvailable()), clock.instant(), OshiParts.SOURCE);
    }
}
