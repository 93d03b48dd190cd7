package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Accelerators.Accelerator;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Graphics processors of NVIDIA and AMD. Others are not seen.
final class AcceleratorSensor implements Sensor<Accelerators> {
    private final Tree sys;
    private final Optional<NvidiaDriver> nvidia;
    private final InstantSource clock;

    AcceleratorSensor(Tree sys, Optional<NvidiaDriver> nvidia, InstantSource clock) {
        this.sys = sys;
        this.nvidia = nvidia;
        this.clock = clock;
    }

    @Override
    public Class<Accelerators> kind() {
        return Accelerators.class;
    }

    /// Each costs a process where the driver is NVIDIA's.
    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Reading<Accelerators> read() throws IOException, InterruptedException {
        Instant now = clock.instant();
        List<Accelerator> all = new ArrayList<>(AmdGraphics.read(sys));
        List<String> sources = new ArrayList<>(List.of(sys.name("class/drm")));
        if (nvidia.isPresent()) {
            nvidia.get().look(now).forEach(gpu -> all.add(gpu.accelerator()));
            sources.add("nvidia-smi");
        }
        return new Reading.Known<>(new Accelerators(all), now, String.join(", ", sources));
    }
}
