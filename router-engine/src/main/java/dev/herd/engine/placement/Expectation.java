package dev.herd.engine.placement;

import java.util.Optional;

/// What a decision expected of the chosen candidate, phase by phase, in seconds from the decision on. Parts
/// add up to the predicted whole: contention and heat prolong reading and writing alike.
///
/// @param waiting until it could start
/// @param load of the model
/// @param prefill reading what is not cached
/// @param generate writing an answer of the expected length
/// @param answerTokens expected length of the answer
/// @param measured whether the rates were measured; else they were assumed
public record Expectation(
        double waiting, double load, double prefill, double generate, double answerTokens, boolean measured) {

    /// Empty when nothing was chosen, or an older version did not keep what the choice was made of.
    public static Optional<Expectation> of(Decision decision) {
        Candidate chosen = decision.chosen();
        CostInputs inputs = chosen == null ? null : chosen.inputs();
        if (inputs == null) {
            return Optional.empty();
        }
        InstanceRates rates = inputs.rates();
        double read = Math.max(0, inputs.promptTokens() - inputs.cachedTokens());
        double prefill = rates.prefillTokensPerSecond() > 0 ? read / rates.prefillTokensPerSecond() : 0;
        double generate = rates.decodeTokensPerSecond() > 0 ? inputs.answerTokens() / rates.decodeTokensPerSecond() : 0;
        double work = decision.predictedSeconds() - inputs.waitSeconds() - inputs.loadSeconds();
        double prolonged = prefill + generate > 0 ? Math.max(0, work) / (prefill + generate) : 0;
        return Optional.of(new Expectation(
                inputs.waitSeconds(),
                inputs.loadSeconds(),
                prefill * prolonged,
                generate * prolonged,
                inputs.answerTokens(),
                rates.samples() > 0));
    }

    public double firstToken() {
        return waiting + load + prefill;
    }

    public double total() {
        return firstToken() + generate;
    }

    /// Until the end, had the length of the answer been known.
    public double totalOf(int tokens) {
        return answerTokens <= 0 ? total() : firstToken() + generate * tokens / answerTokens;
    }
}
