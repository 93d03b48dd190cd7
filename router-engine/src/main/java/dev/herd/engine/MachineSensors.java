package dev.herd.engine;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.oshi.MemorySensor;
import dev.herd.engine.sensing.oshi.OshiParts;
import dev.herd.engine.sensing.oshi.ProcessorSensor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/// Which sensors this machine has. The one place that knows all systems.
///
/// @param environment the process's environment
/// @param threads for what listens to the system
record MachineSensors(InstantSource clock, Map<String, String> environment, Executor threads) {
    /// Opens them, those of one kind in order of preference; may load native parts, which takes a few tenths of a
    /// second.
    List<Sensor<?>> open() {
        var parts = new OshiParts();
        return List.of(new MemorySensor(clock, parts), new ProcessorSensor(clock, parts));
    }
}
