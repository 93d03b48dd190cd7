package dev.herd.engine.placement;

/// The seconds each signal adds to running a request on one candidate. What no signal gives yet is 0.
///
/// @param queue until a slot frees for this request
/// @param service prefill and decode at the measured rates
/// @param load loading or reloading the model
/// @param thermal slow-down from heat
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
