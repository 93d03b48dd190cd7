package dev.herd.engine.placement;

/// How much of a context window a request's prompt needs, as far as that is known before any server has counted it.
///
/// @param whole whether nothing of the prompt may be cut to make it fit; else the window does not matter
/// @param chars characters of text that the prompt has at least; 0 when nobody counted
/// @param tooSmall the largest window in tokens that a server found too small for it, 0 when none did
public record PromptFit(boolean whole, long chars, int tooSmall) {
    /// The window does not matter: the prompt may be cut, or is known to be short.
    public static final PromptFit ANY = new PromptFit(false, 0, 0);

    /// A prompt that must not be cut.
    public static PromptFit whole(long chars) {
        return new PromptFit(true, chars, 0);
    }

    /// The same once a server has found that window too small.
    PromptFit beyond(int window) {
        return new PromptFit(whole, chars, Math.max(tooSmall, window));
    }
}
