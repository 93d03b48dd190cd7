package dev.herd.engine.inference;

import java.util.Locale;

/// What a client speaks.
public enum DialectName {
    OLLAMA,
    OPENAI,
    ANTHROPIC;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
