package dev.herd.engine.sensing;

import dev.herd.engine.signal.NodeSignals;

/// Reads this machine's signals. Used by one thread; a reading takes milliseconds, the first one longer.
public interface Sensor {
    /// The signals now; what cannot be read is unknown with its reason.
    NodeSignals read();
}
