package dev.herd.engine.sensing.oshi;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.InstantSource;
import oshi.hardware.CentralProcessor;

/// This machine's processor.
public final class ProcessorSensor implements Sensor<Processor> {
    private final InstantSource clock;
    private final CentralProcessor processor;
    private long[] ticks;

    /// Loads the native parts, which takes a few tenths of a second.
    public ProcessorSensor(InstantSource clock, OshiParts parts) {
        this.clock = clock;
        processor = parts.hardware().getProcessor();
        ticks = processor.getSystemCpuLoadTicks();
    }

    @Override
    public Class<Processor> kind() {
        return Processor.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    /// The load since the last reading.
    @Override
    public Reading<Processor> read() {
        double load = processor.getSystemCpuLoadBetweenTicks(ticks);
        ticks = processor.getSystemCpuLoadTicks();
        return Double.isNaN(load) || load < 0
                ? new Reading.Unknown<>("the system does not tell")
                : new Reading.Known<>(new Processor(load), clock.instant(), OshiParts.SOURCE);
    }
}
