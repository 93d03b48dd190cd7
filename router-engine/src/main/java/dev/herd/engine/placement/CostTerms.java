package dev.herd.engine.placement;

/// The seconds each signal adds to running a request on one candidate: its own time, and what it costs
/// others.
///
/// @param queue until a slot frees for this request, and the time by which it slows those who run beside it
/// @param service prefill and decode at the learned rates, beside those who run there
/// @param load loading or reloading the model, and what its eviction costs others later
/// @param thermal slow-down from heat and low power
/// @param affinity minus the prefill that a cached prefix saves
/// @param availability risk that the person returns
/// @param context misfit of the context length
public record CostTerms(
        double queue,
        double service,
        double load,
        double thermal,
        double affinity,
        double availability,
        double context) {

    /// Seconds in all.
    public double total() {
        return queue + service + load + thermal + affinity + availability + context;
    }
}
