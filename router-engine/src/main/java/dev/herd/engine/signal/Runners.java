package dev.herd.engine.signal;

/// What the model servers on a machine and Herd itself take of it.
///
/// @param processorShare of all cores, 0 to 1
/// @param residentBytes main memory
public record Runners(double processorShare, long residentBytes) implements Signal {
    public Runners {
        processorShare = Math.clamp(processorShare, 0, 1);
    }
}
