package dev.herd.engine.signal;

import java.util.HashMap;
import java.util.Map;

/// The latest reading of each signal of one machine.
///
/// @param readings by their kind; a kind that is missing was never sensed
public record NodeSignals(Map<Class<? extends Signal>, Reading<? extends Signal>> readings) {
    /// A machine that is known through its model server alone.
    public static final NodeSignals NONE = new NodeSignals(Map.of());

    public NodeSignals {
        readings = Map.copyOf(readings);
    }

    /// The latest reading of that kind.
    @SuppressWarnings("unchecked") // `with` alone puts readings in, under their own kind
    public <T extends Signal> Reading<T> get(Class<T> kind) {
        Reading<? extends Signal> reading = readings.get(kind);
        return reading == null ? Reading.notSensed() : (Reading<T>) reading;
    }

    /// These with another reading of one kind.
    public <T extends Signal> NodeSignals with(Class<T> kind, Reading<T> reading) {
        var changed = new HashMap<>(readings);
        changed.put(kind, reading);
        return new NodeSignals(changed);
    }

    public Reading<Memory> memory() {
        return get(Memory.class);
    }

    public Reading<Processor> processor() {
        return get(Processor.class);
    }

    public Reading<Heat> heat() {
        return get(Heat.class);
    }
}
