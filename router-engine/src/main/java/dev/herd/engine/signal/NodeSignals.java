package dev.herd.engine.signal;

/// The latest reading of each signal of one machine.
public record NodeSignals(
        Reading<Memory> memory, Reading<Processor> processor, Reading<Heat> heat, Reading<Meeting> meeting) {
    /// A machine that is known through its model server alone.
    public static final NodeSignals NONE =
            new NodeSignals(Reading.notSensed(), Reading.notSensed(), Reading.notSensed(), Reading.notSensed());
}
