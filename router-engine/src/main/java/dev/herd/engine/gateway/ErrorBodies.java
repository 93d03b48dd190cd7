package dev.herd.engine.gateway;

import dev.herd.engine.inference.DialectName;
import dev.herd.engine.protocol.Dialect;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Errors in the shape of the path they happen on. Anthropic's shape is written here until its dialect stands.
final class ErrorBodies {
    private final Map<DialectName, Dialect> dialects;

    ErrorBodies(Map<DialectName, Dialect> dialects) {
        this.dialects = Map.copyOf(dialects);
    }

    byte[] whole(DialectName dialect, int status, String message, @Nullable String code) {
        Dialect known = dialects.get(dialect);
        return known == null ? AnthropicError.of(status, message) : known.error(status, message, code);
    }
}
