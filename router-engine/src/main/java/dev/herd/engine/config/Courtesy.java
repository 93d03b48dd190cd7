package dev.herd.engine.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How much a machine's person goes before the fleet.
public enum Courtesy {
    /// While somebody works at it, it serves nobody else.
    POLITE,
    /// While somebody works at it, it serves what is short.
    BALANCED,
    /// It is there for the fleet, whoever sits at it.
    DEDICATED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when it is none of them
    public static Courtesy parse(String text) {
        for (Courtesy courtesy : values()) {
            if (courtesy.label().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return courtesy;
            }
        }
        String known = Arrays.stream(values()).map(Courtesy::label).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("one of " + known + " is expected, not " + text);
    }
}
