package dev.herd.engine.placement;

import java.util.Locale;
import java.util.Optional;

/// How urgent a request is.
public enum RequestClass {
    INTERACTIVE(0),
    NORMAL(1),
    BATCH(2);

    private final int rank;

    RequestClass(int rank) {
        this.rank = rank;
    }

    /// 0 goes first.
    public int rank() {
        return rank;
    }

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
