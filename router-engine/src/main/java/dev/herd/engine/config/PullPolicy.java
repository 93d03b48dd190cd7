package dev.herd.engine.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What follows when a request names a model that no machine has.
public enum PullPolicy {
    /// It is not found.
    NEVER,
    /// It is not found, and the answer says how to pull it.
    ASK,
    /// It is pulled, and the request waits for it.
    ALLOW;

    /// The name in settings.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when there is no such policy
    public static PullPolicy parse(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.label().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Arrays.stream(values()).map(PullPolicy::label).collect(Collectors.joining(", "))
                                + " is expected, not " + text));
    }
}
