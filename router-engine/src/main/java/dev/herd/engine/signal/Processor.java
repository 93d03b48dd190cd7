package dev.herd.engine.signal;

/// How busy a machine's processor is.
///
/// @param load share of all cores in use, 0 to 1
public record Processor(double load) implements Signal {
    public Processor {
        load = Math.clamp(load, 0, 1);
    }
}
