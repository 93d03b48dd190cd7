package dev.herd.engine.sensing.oshi;

import dev.herd.engine.sensing.Metered;
import dev.herd.engine.signal.Processor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;

/// How busy the processors were since the last look.
final class OshiProcessor implements Metered.Meter<Processor> {
    /// Systems count in steps of a hundredth of a second.
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private final CentralProcessor processor;
    private long[] ticks = {};
    private @Nullable Instant lastAt;
    private Optional<Processor> load = Optional.empty();

    OshiProcessor(CentralProcessor processor) {
        this.processor = processor;
    }

    @Override
    public Optional<Processor> until(Instant now) throws IOException {
        Instant before = lastAt;
        if (before != null
                && !now.isBefore(before)
                && Duration.between(before, now).compareTo(SHORTEST) < 0) {
            return load;
        }
        double share = before == null ? Double.NaN : processor.getSystemCpuLoadBetweenTicks(ticks);
        ticks = processor.getSystemCpuLoadTicks();
        lastAt = now;
        if (before != null && (Double.isNaN(share) || share < 0)) {
            throw new IOException("OSHI does not tell the processor's load");
        }
        load = before == null ? Optional.empty() : Optional.of(new Processor(share));
        return load;
    }
}
