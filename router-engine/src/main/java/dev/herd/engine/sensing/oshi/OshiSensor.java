package dev.herd.engine.sensing.oshi;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import java.time.InstantSource;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/// This machine's memory and processor. Heat and meetings have sensors of their own.
public final class OshiSensor implements Sensor {
    private final InstantSource clock;
    private final GlobalMemory memory;
    private final CentralProcessor processor;
    private long[] ticks;

    /// Loads the native parts, which takes a few tenths of a second.
    public OshiSensor(InstantSource clock) {
        this.clock = clock;
        var hardware = new SystemInfo().getHardware();
        memory = hardware.getMemory();
        processor = hardware.getProcessor();
        ticks = processor.getSystemCpuLoadTicks();
    }

    @Override
    public NodeSignals read() {
        return new NodeSignals(memory(), processor(), Reading.notSensed(), Reading.notSensed());
    }

    private Reading<Memory> memory() {
        long total = memory.getTotal();
        return total <= 0
                ? new Reading.Unknown<>("the system does not tell")
                : new Reading.Known<>(new Memory(total, total - memory.getAvailable()), clock.instant());
    }

    /// The load since the last reading.
    private Reading<Processor> processor() {
        double load = processor.getSystemCpuLoadBetweenTicks(ticks);
        ticks = processor.getSystemCpuLoadTicks();
        return Double.isNaN(load) || load < 0
                ? new Reading.Unknown<>("the system does not tell")
                : new Reading.Known<>(new Processor(load), clock.instant());
    }
}
