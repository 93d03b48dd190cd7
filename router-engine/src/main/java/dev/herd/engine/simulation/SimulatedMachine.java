package dev.herd.engine.simulation;

import java.util.List;

/// A machine's hardware and what stands on its disk.
///
/// Decoding reads all weights once per token, so that memory bandwidth bounds it; reading a prompt multiplies each
/// weight once per token, two operations, so that arithmetic bounds it (Pope et al., "Efficiently Scaling Transformer
/// Inference", 2022, section 2).
///
/// @param modelMemoryBytes memory that models may take
/// @param totalMemoryBytes of the whole machine
/// @param bandwidth of its memory, bytes per second
/// @param operations per second
/// @param diskBandwidth bytes per second
/// @param slots requests at once per model
public record SimulatedMachine(
        String name,
        long totalMemoryBytes,
        long modelMemoryBytes,
        double bandwidth,
        double operations,
        double diskBandwidth,
        int slots,
        List<SimulatedModel> models) {
    /// Shares of the peak that runners reach on common machines.
    private static final double DECODE_EFFICIENCY = 0.7;

    private static final double PREFILL_EFFICIENCY = 0.45;

    /// Each further sequence of a batch slows the others by about this much: the weights are read once for all.
    private static final double BATCH_SLOWDOWN = 0.12;

    /// Starting a runner, whatever the model's size.
    private static final double RUNNER_START_SECONDS = 0.6;

    public SimulatedMachine {
        models = List.copyOf(models);
    }

    /// Tokens per second of one answer.
    ///
    /// @param atOnce answers that run on the model at once, this one included
    public double decodeRate(SimulatedModel model, int atOnce) {
        double alone = bandwidth * DECODE_EFFICIENCY / model.sizeBytes();
        return alone / (1 + BATCH_SLOWDOWN * Math.max(0, atOnce - 1));
    }

    /// Tokens of a prompt per second.
    public double prefillRate(SimulatedModel model) {
        return operations * PREFILL_EFFICIENCY / (2 * model.parameters());
    }

    public double loadSeconds(SimulatedModel model) {
        return RUNNER_START_SECONDS + model.sizeBytes() / diskBandwidth;
    }
}
