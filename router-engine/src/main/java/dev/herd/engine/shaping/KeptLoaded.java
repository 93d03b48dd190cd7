package dev.herd.engine.shaping;

import org.jspecify.annotations.Nullable;

/// Keeps a pinned model in memory: each request sets Ollama's clock anew for when the model leaves, to five minutes
/// where
/// it names no time. How long a client wants the model kept is a wish, which the person's pin goes before.
///
/// @param value what to send as `keep_alive`, null for what the client sent
/// @param note what was changed, for `X-Fleet-Protected`; empty when nothing was
public record KeptLoaded(@Nullable String value, String note) {
    /// For a model that nobody has pinned.
    public static final KeptLoaded AS_ASKED = new KeptLoaded(null, "");

    /// Below zero means for ever.
    private static final String FOR_EVER = "-1";

    /// For a pinned one.
    ///
    /// @param asked the client's value as JSON, null when it sent none
    public static KeptLoaded pinned(@Nullable String asked) {
        if (asked == null || asked.equals("null")) {
            return new KeptLoaded(FOR_EVER, "keep_alive unset->" + FOR_EVER);
        }
        String wanted = asked.replace("\"", "");
        return wanted.startsWith("-") ? AS_ASKED : new KeptLoaded(FOR_EVER, "keep_alive " + wanted + "->" + FOR_EVER);
    }
}
