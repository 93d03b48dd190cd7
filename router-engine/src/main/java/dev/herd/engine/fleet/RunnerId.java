package dev.herd.engine.fleet;

/// What a model runs in on one server. Ollama has one runner for all models with the same weights, whatever their names
/// (measured on 0.25).
///
/// @param weights of the runner, or the model's name where the server does not say
public record RunnerId(UpstreamId upstream, String weights) {}
