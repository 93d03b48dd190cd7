package dev.herd.engine;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.oshi.MemorySensor;
import dev.herd.engine.sensing.oshi.OshiParts;
import dev.herd.engine.sensing.oshi.ProcessorSensor;
import java.time.InstantSource;
import java.util.List;

/// Which sensors this machine has. The one place that knows all systems.
final class MachineSensors {
    private MachineSensors() {}

    /// Opens them; loads native parts, which takes a few tenths of a second.
    static List<Sensor<?>> open(InstantSource clock) {
        var parts = new OshiParts();
        return List.of(new MemorySensor(clock, parts), new ProcessorSensor(clock, parts));
    }
}
