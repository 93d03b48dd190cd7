package dev.herd.engine.signal;

/// How much a machine suffers from a lack of main memory: by what the system says, not by how much is used.
///
/// @param level what the system makes of it
/// @param swappedOutPerSecond bytes that it moved from memory to disk lately, per second; what lies there for days is
///     no sign of pressure; NaN where that is not told, or was not measured yet
public record Pressure(Level level, double swappedOutPerSecond) implements Signal {
    public enum Level {
        NORMAL,
        /// The system makes room: nothing more should be loaded.
        WARN,
        /// It stalls: nothing more may be loaded.
        CRITICAL
    }
}
