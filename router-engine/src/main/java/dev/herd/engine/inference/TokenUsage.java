package dev.herd.engine.inference;

/// Tokens of one answer, each 0 when the server did not count.
///
/// @param prompt all tokens of the prompt, cached ones included
/// @param cached tokens of the prompt that the server says it took from its cache
/// @param completion generated tokens
public record TokenUsage(int prompt, int cached, int completion) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0);
}
