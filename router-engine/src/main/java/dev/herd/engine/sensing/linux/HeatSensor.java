package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How hot the machine is, by the sensor that is nearest to its limit, by what processors count of being slowed down,
/// and by NVIDIA's driver.
final class HeatSensor implements Sensor<Heat> {
    /// Drivers come and go, and tools set other limits.
    private static final Duration BETWEEN_SEARCHES = Duration.ofMinutes(10);

    private final Tree sys;
    private final Optional<NvidiaDriver> nvidia;
    private final InstantSource clock;
    private final ThrottleCounters throttling;
    private List<Thermometers.Place> places = List.of();
    private @Nullable Instant searched;

    HeatSensor(Tree sys, Optional<NvidiaDriver> nvidia, InstantSource clock) {
        this.sys = sys;
        this.nvidia = nvidia;
        this.clock = clock;
        throttling = new ThrottleCounters(sys);
    }

    @Override
    public Class<Heat> kind() {
        return Heat.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Reading<Heat> read() throws IOException, InterruptedException {
        Instant now = clock.instant();
        search(now);
        List<Hotspot> spots = new ArrayList<>();
        places.forEach(place -> place.read(sys).ifPresent(spots::add));
        Level throttled = throttling.until(now);
        if (nvidia.isPresent()) {
            for (NvidiaText.Gpu gpu : nvidia.get().look(now)) {
                throttled = Hotspot.most(throttled, gpu.throttled());
                // How near its limit it runs is its driver's business, which says when it slows down.
                if (!Double.isNaN(gpu.celsius())) {
                    spots.add(new Hotspot("nvidia-smi", gpu.celsius(), Double.POSITIVE_INFINITY, Double.NaN));
                }
            }
        }
        if (spots.isEmpty()) {
            return new Reading.Unknown<>(
                    places.isEmpty() ? "this machine shows no temperature" : "no sensor of temperature answers");
        }
        return new Reading.Known<>(
                Hotspot.heat(spots, throttled), now, Hotspot.worst(spots).source());
    }

    private void search(Instant now) {
        Instant before = searched;
        if (before == null || now.isBefore(before) || !now.isBefore(before.plus(BETWEEN_SEARCHES))) {
            places = Thermometers.find(sys);
            searched = now;
        }
    }
}
