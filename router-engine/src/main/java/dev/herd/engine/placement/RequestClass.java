package dev.herd.engine.placement;

import java.util.Locale;
import java.util.Optional;

/// How urgent a request is. Lower ordinals go first.
public enum RequestClass {
    INTERACTIVE,
    NORMAL,
    BATCH;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a label; empty for any other word.
    public static Optional<RequestClass> parse(String label) {
        for (RequestClass value : values()) {
            if (value.label().equalsIgnoreCase(label.strip())) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
