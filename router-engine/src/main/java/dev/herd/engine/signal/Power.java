package dev.herd.engine.signal;

/// What a machine lives on.
///
/// @param percent left in its battery, 0 to 100; negative where there is no battery, or that is not told
/// @param lowPower whether its person asked it to save power
public record Power(Source source, int percent, boolean lowPower) implements Signal {
    public enum Source {
        MAINS,
        BATTERY
    }
}
