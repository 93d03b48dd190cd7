package dev.herd.engine.api;

import java.time.Instant;
import java.util.Locale;

/// Something the person should know, in one sentence.
///
/// @param code a stable word, such as `database_set_aside`
public record Finding(String code, String message, Instant since, Severity severity) {
    /// How much it matters.
    public enum Severity {
        /// Worth knowing; nothing has to be done.
        NOTE,
        WARNING;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One that matters.
    public Finding(String code, String message, Instant since) {
        this(code, message, since, Severity.WARNING);
    }
}
