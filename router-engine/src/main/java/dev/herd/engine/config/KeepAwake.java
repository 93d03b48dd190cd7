package dev.herd.engine.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// When a machine may be kept from falling asleep while it serves.
public enum KeepAwake {
    NEVER,
    ON_MAINS,
    ALWAYS;

    /// As settings say it: `on-mains`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException when it is none of them
    public static KeepAwake parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of "
                        + Arrays.stream(values()).map(KeepAwake::label).collect(Collectors.joining(", "))
                        + " is expected, not " + text));
    }
}
