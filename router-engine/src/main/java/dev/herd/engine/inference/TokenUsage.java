package dev.herd.engine.inference;

/// Tokens of one answer, each 0 when the server did not count.
///
/// @param prompt all tokens of the prompt, cached ones included
/// @param cached tokens of the prompt that the server says it took from its cache
/// @param completion generated tokens
/// @param thinking those of them that were thoughts, as the server counts them or their share of the answer's text
///     tells; 0 when there were none
public record TokenUsage(int prompt, int cached, int completion, int thinking) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    /// Without thoughts.
    public TokenUsage(int prompt, int cached, int completion) {
        this(prompt, cached, completion, 0);
    }
}
