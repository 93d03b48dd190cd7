package dev.herd.engine.presence;

/// How busy a machine is with what is none of Herd's work, smoothed over half a minute.
///
/// @param processor share of all cores, 0 to 1; NaN where it cannot be told, or not be told apart from
///     Herd's own work
/// @param accelerator share of the time that the busiest works, 0 to 1; NaN likewise
/// @param heavy whether it is so much that the person would feel more: from 0.3 of either on, until both
///     are below 0.2
public record ForeignLoad(double processor, double accelerator, boolean heavy) {
    /// Nobody can tell.
    public static final ForeignLoad UNKNOWN = new ForeignLoad(Double.NaN, Double.NaN, false);

    /// Whether either can be told.
    public boolean isKnown() {
        return !Double.isNaN(processor) || !Double.isNaN(accelerator);
    }

    /// The larger of both, NaN where neither can be told.
    public double most() {
        if (Double.isNaN(processor)) {
            return accelerator;
        }
        return Double.isNaN(accelerator) ? processor : Math.max(processor, accelerator);
    }
}
