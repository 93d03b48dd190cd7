package dev.herd.engine.placement;

import java.util.Locale;
import java.util.Optional;

/// How urgent a request is.
public enum RequestClass {
    INTERACTIVE(0, 10),
    NORMAL(1, 3),
    BATCH(2, 1);

    private final int rank;
    private final double worth;

    RequestClass(int rank, double worth) {
        this.rank = rank;
        this.worth = worth;
    }

    /// What a second of its waiting counts, a batch request's being 1: a person waits, a program that a
    /// person waits for, nobody.
    public double worth() {
        return worth;
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
