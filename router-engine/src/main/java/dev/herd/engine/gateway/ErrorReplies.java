package dev.herd.engine.gateway;

import dev.herd.engine.inference.DialectName;
import dev.herd.engine.protocol.Dialect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Errors as clients get them, in the shape of the path they happen on. Anthropic's shape is written here until its
/// dialect stands.
final class ErrorReplies {
    static final String JSON = "application/json; charset=utf-8";
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReplies.class);

    private final Map<DialectName, Dialect> dialects;

    ErrorReplies(Map<DialectName, Dialect> dialects) {
        this.dialects = Map.copyOf(dialects);
    }

    /// The whole body.
    byte[] body(DialectName name, Rejection rejection) {
        Dialect dialect = dialects.get(name);
        return dialect == null
                ? AnthropicError.of(rejection.status(), rejection.message())
                : dialect.error(rejection.status(), rejection.message(), rejection.code());
    }

    /// The headers that belong to it.
    static Map<String, String> headers(Rejection rejection) {
        Map<String, String> headers = new LinkedHashMap<>(rejection.headers());
        Duration after = rejection.retryAfter();
        if (after.isPositive()) {
            headers.put(
                    "Retry-After",
                    Long.toString(Math.max(1, after.plusMillis(999).toSeconds())));
        }
        return headers;
    }

    /// Answers with the error: as a whole answer, or as the end of a stream that has begun. Where neither can be said
    /// any
    /// more, the connection is ended, so that no client takes what it has for all.
    void send(ClientExchange exchange, DialectName dialect, Rejection rejection) {
        try {
            if (!exchange.begun()) {
                exchange.respond(rejection.status(), headers(rejection), JSON, body(dialect, rejection));
            } else if (exchange.streams()) {
                byte[] error = inStream(dialect, rejection);
                exchange.write(error, 0, error.length);
                exchange.finish();
            } else {
                exchange.drop();
            }
        } catch (ClientGoneException gone) {
            LOG.debug("request {}: the client left before its error", exchange.id());
            exchange.drop();
        }
    }

    private byte[] inStream(DialectName name, Rejection rejection) {
        Dialect dialect = dialects.get(name);
        if (dialect == null) {
            throw new IllegalStateException("no dialect named " + name);
        }
        return dialect.streamError(rejection.status(), rejection.message());
    }
}
