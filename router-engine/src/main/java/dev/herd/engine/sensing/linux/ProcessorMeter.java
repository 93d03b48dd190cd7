package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Metered;
import dev.herd.engine.signal.Processor;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How busy the processors were since the last look at `/proc/stat`.
final class ProcessorMeter implements Metered.Meter<Processor> {
    private final Tree proc;
    private @Nullable CpuTimes last;
    private Optional<Processor> load = Optional.empty();

    ProcessorMeter(Tree proc) {
        this.proc = proc;
    }

    @Override
    public Optional<Processor> until(Instant now) throws IOException {
        CpuTimes times = CpuTimes.parse(proc.read("stat"))
                .orElseThrow(() -> new IOException(proc.name("stat") + " is not understood"));
        CpuTimes before = last;
        if (before == null || times.total() < before.total()) {
            last = times;
            load = Optional.empty();
        } else if (times.isWorthMeasuringSince(before)) {
            last = times;
            load = Optional.of(new Processor(times.loadSince(before)));
        }
        return load;
    }
}
