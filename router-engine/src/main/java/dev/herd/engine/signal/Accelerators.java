package dev.herd.engine.signal;

import java.util.List;

/// What computes beside the processor; empty where there is nothing.
public record Accelerators(List<Accelerator> all) implements Signal {
    public Accelerators {
        all = List.copyOf(all);
    }

    /// One of them.
    ///
    /// @param name such as `NVIDIA GeForce RTX 4090`
    /// @param load share of the time it worked, 0 to 1; NaN where that cannot be read
    /// @param totalBytes memory of its own; 0 where it shares the machine's
    /// @param usedBytes of that memory
    public record Accelerator(String name, double load, long totalBytes, long usedBytes) {}

    /// Load of the busiest, NaN where none is known.
    public double load() {
        return all.stream()
                .mapToDouble(Accelerator::load)
                .filter(load -> !Double.isNaN(load))
                .max()
                .orElse(Double.NaN);
    }
}
