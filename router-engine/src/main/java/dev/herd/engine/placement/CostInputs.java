package dev.herd.engine.placement;

/// What the terms of one candidate were made of.
///
/// @param promptTokens of the request
/// @param cachedTokens of them that the instance is believed to have in its cache
/// @param answerTokens expected length of the answer
/// @param rates of the instance
/// @param beside how many requests are expected to run on the machine at the same time
/// @param waitSeconds until a slot is free
/// @param othersSeconds by which those who run beside it are slowed, in all
/// @param loadSeconds until the model is loaded
/// @param evictionSeconds expected seconds to load again, later, what has to go for it
/// @param speed share of its full speed that the machine has
public record CostInputs(
        int promptTokens,
        int cachedTokens,
        double answerTokens,
        InstanceRates rates,
        double beside,
        double waitSeconds,
        double othersSeconds,
        double loadSeconds,
        double evictionSeconds,
        double speed) {}
