package dev.herd.engine.fleet;

import java.util.Locale;

/// What an upstream speaks.
public enum UpstreamKind {
    OLLAMA,
    OPENAI;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The name in headers, JSON and flags: `ollama` or `openai`.
    public String label() {
        return label;
    }
}
