package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.inference.DialectName;
import dev.herd.engine.protocol.Dialect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How requests end that are not served: the error as HTTP in the client's dialect, and the trace.
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Map<DialectName, Dialect> dialects;

    Endings(Map<UpstreamKind, Dialect> dialects) {
        Map<DialectName, Dialect> byName = new LinkedHashMap<>();
        dialects.forEach((kind, dialect) -> byName.put(DialectName.valueOf(kind.name()), dialect));
        this.dialects = byName;
    }

    void reject(ClientExchange exchange, RequestProgress progress, Rejection rejection) {
        Map<String, String> headers = new LinkedHashMap<>(rejection.headers());
        addRetryAfter(headers, rejection.retryAfter());
        byte[] body =
                dialect(exchange.route().dialect()).error(rejection.status(), rejection.message(), rejection.code());
        progress.end(rejection.outcome(), rejection.reason() + ": " + rejection.message());
        send(exchange, rejection.status(), headers, body);
    }

    /// The request was stopped from outside, or its client left.
    void stopped(ClientExchange exchange, RequestProgress progress, DialectName dialect) {
        Abort.Reason reason = exchange.abort.reason();
        exchange.abort.unbind();
        var _ = Thread.interrupted();
        if (reason == null) {
            reason = Abort.Reason.CLIENT_GONE;
        }
        switch (reason) {
            case CLIENT_GONE, UPSTREAM_SILENT, STALLED -> {
                progress.end(RequestOutcome.CLIENT_DISCONNECTED, "");
                exchange.drop();
            }
            case CANCELLED_BY_OPERATOR -> {
                progress.end(RequestOutcome.FAILED, "cancelled_by_operator");
                fail(exchange, dialect, 503, "the request was cancelled by the operator");
            }
            case DEADLINE -> {
                progress.end(RequestOutcome.REJECTED, "deadline");
                fail(exchange, dialect, 503, "no answer began within the time X-Herd-Deadline gives");
            }
            case STOPPING -> {
                progress.end(RequestOutcome.FAILED, "stopping");
                fail(exchange, dialect, 503, "Herd is stopping");
            }
        }
    }

    /// A defect of ours.
    void broken(ClientExchange exchange, RequestProgress progress, DialectName dialect) {
        exchange.abort.unbind();
        var _ = Thread.interrupted();
        progress.end(RequestOutcome.FAILED, "internal_error");
        fail(exchange, dialect, 500, "internal error; see the log for request " + exchange.id());
    }

    private void fail(ClientExchange exchange, DialectName name, int status, String message) {
        Dialect dialect = dialect(name);
        if (!exchange.begun()) {
            Map<String, String> headers = new LinkedHashMap<>();
            if (status == 503) {
                addRetryAfter(headers, Duration.ofSeconds(1));
            }
            send(exchange, status, headers, dialect.error(status, message, null));
            return;
        }
        try {
            byte[] error = dialect.streamError(status, message);
            exchange.write(error, 0, error.length);
            exchange.finish();
        } catch (ClientGoneException gone) {
            LOG.debug("request {}: the client left before its error", exchange.id());
            exchange.drop();
        }
    }

    private static void send(ClientExchange exchange, int status, Map<String, String> headers, byte[] body) {
        try {
            exchange.respond(status, headers, "application/json; charset=utf-8", body);
        } catch (ClientGoneException gone) {
            LOG.debug("request {}: the client left before its error", exchange.id());
            exchange.drop();
        }
    }

    private static void addRetryAfter(Map<String, String> headers, Duration after) {
        if (after.isPositive()) {
            headers.put("Retry-After", Long.toString(Math.max(1, (after.toMillis() + 999) / 1000)));
        }
    }

    private Dialect dialect(DialectName name) {
        Dialect dialect = dialects.get(name);
        if (dialect == null) {
            throw new IllegalStateException("no dialect named " + name);
        }
        return dialect;
    }
}
