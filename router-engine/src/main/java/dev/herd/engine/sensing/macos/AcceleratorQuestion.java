package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Accelerators.Accelerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalDouble;

/// Asks the drivers of graphics processors how busy they are. Their memory is the machine's.
final class AcceleratorQuestion {
    private final MacLibraries libraries;
    private final Opened<IoRegistry> registry;

    AcceleratorQuestion(MacLibraries libraries, Opened<IoRegistry> registry) {
        this.libraries = libraries;
        this.registry = registry;
    }

    Optional<Accelerators> ask() throws IOException {
        CoreFoundation foundation = libraries.coreFoundation();
        var all = new ArrayList<Accelerator>();
        for (IoRegistry.Service service : registry.get().services("IOAccelerator")) {
            try (service;
                    var statistics = service.property("PerformanceStatistics");
                    var model = service.property("model")) {
                OptionalDouble load = foundation.number(statistics.reference(), "Device Utilization %");
                if (load.isPresent()) {
                    OptionalDouble used = foundation.number(statistics.reference(), "In use system memory");
                    all.add(new Accelerator(
                            foundation.text(model.reference()).orElse("GPU"),
                            Math.clamp(load.getAsDouble() / 100, 0, 1),
                            0,
                            (long) used.orElse(0)));
                }
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(new Accelerators(all));
    }
}
