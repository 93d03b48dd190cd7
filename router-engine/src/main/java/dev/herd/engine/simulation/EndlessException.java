package dev.herd.engine.simulation;

import java.util.Locale;

/// A run that does not come to its end.
public final class EndlessException extends RuntimeException {
    EndlessException(String scenario, double seconds, long open) {
        super(String.format(
                Locale.ROOT,
                "%s does not end: at %.0f s %d requests are open; ask for less, or give it more machines",
                scenario,
                seconds,
                open));
    }
}
