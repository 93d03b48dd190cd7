package dev.herd.engine.gateway;

import dev.herd.engine.inference.DialectName;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The first look at a request, on the I/O thread: who asks, from where, for what. What passes gets its body read and a
/// virtual thread of its own.
final class FrontDoor implements HttpHandler {
    private static final HttpString INSTANCE = new HttpString(FleetHeaders.INSTANCE);
    private static final HttpString REQUEST = new HttpString(FleetHeaders.REQUEST);
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
    private static final Duration MEMORY_RETRY = Duration.ofSeconds(2);

    /// A body of which more than this is left unread is not worth draining to keep its connection.
    private static final long MOST_DRAINED = 256L << 20;

    private final Rules rules;
    private final Routes routes = new Routes();
    private final ErrorBodies errors;
    private final BodyBudget budget;
    private final Executor workers;
    private final Consumer<ClientExchange> destination;
    private volatile boolean stopping;

    /// What every request is held against.
    ///
    /// @param instance this engine's id
    /// @param apiKey empty when none is asked for
    /// @param maxBody bytes
    record Rules(
            String instance, String apiKey, long maxBody, BrowserGuard guard, RequestIds ids, InstantSource clock) {}

    /// @param workers starts a virtual thread for each task
    FrontDoor(
            Rules rules,
            ErrorBodies errors,
            BodyBudget budget,
            Executor workers,
            Consumer<ClientExchange> destination) {
        this.rules = rules;
        this.errors = errors;
        this.budget = budget;
        this.workers = workers;
        this.destination = destination;
    }

    /// From now on requests for models are refused.
    void stopTaking() {
        stopping = true;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        long nanos = System.nanoTime();
        String id = rules.ids().next();
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(INSTANCE, rules.instance());
        headers.put(REQUEST, id);
        String path = rawPath(exchange);
        DialectName dialect = Routes.dialectOf(path);
        if (!admitted(exchange, dialect)) {
            return;
        }
        String method = exchange.getRequestMethod().toString();
        Route route = routes.find(method, path);
        boolean keyed = rules.apiKey().isEmpty() || hasKey(exchange);
        if (!keyed && !(route instanceof Route.Local local && local.page() == Route.Page.ROOT)) {
            refuse(exchange, dialect, 401, "a valid API key is required");
            return;
        }
        boolean verified = keyed && !rules.apiKey().isEmpty();
        enter(exchange, new ClientExchange.Arrival(route, id, rules.clock().instant(), nanos, verified));
    }

    /// Host, origin, loops and preflights.
    private boolean admitted(HttpServerExchange exchange, DialectName dialect) {
        HeaderMap asked = exchange.getRequestHeaders();
        String host = asked.getFirst(Headers.HOST);
        if (!rules.guard().allowsHost(host == null ? "" : host)) {
            refuse(exchange, dialect, 403, "this host name is not served");
            return false;
        }
        String origin = asked.getFirst(Headers.ORIGIN);
        if (origin != null) {
            if (!rules.guard().allowsOrigin(origin)) {
                refuse(exchange, dialect, 403, "this origin may not ask");
                return false;
            }
            exchange.getResponseHeaders().put(ALLOW_ORIGIN, origin);
            exchange.getResponseHeaders().put(Headers.VARY, "Origin");
            exchange.getResponseHeaders().put(EXPOSE, FleetHeaders.EXPOSED);
            if (isPreflight(exchange)) {
                answerPreflight(exchange);
                return false;
            }
        }
        if (asked.contains(FleetHeaders.HOP)) {
            refuse(exchange, dialect, 508, "a request came back to Herd: a model server of the fleet is Herd itself");
            return false;
        }
        return true;
    }

    private static boolean isPreflight(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equalToString("OPTIONS")
                && exchange.getRequestHeaders().contains("Access-Control-Request-Method");
    }

    private static void answerPreflight(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(new HttpString("Access-Control-Allow-Methods"), BrowserGuard.ALLOWED_METHODS);
        headers.put(new HttpString("Access-Control-Allow-Headers"), BrowserGuard.ALLOWED_HEADERS);
        headers.put(new HttpString("Access-Control-Max-Age"), "43200");
        exchange.setStatusCode(204);
        exchange.endExchange();
    }

    private void enter(HttpServerExchange exchange, ClientExchange.Arrival arrival) {
        switch (arrival.route()) {
            case Route.Unknown(DialectName dialect) -> refuse(exchange, dialect, 404, "404 page not found");
            case Route.Later(DialectName dialect) ->
                refuse(exchange, dialect, 501, "Herd does not serve this route yet");
            case Route.WrongMethod(DialectName dialect, String allow) -> {
                exchange.getResponseHeaders().put(Headers.ALLOW, allow);
                refuse(exchange, dialect, 405, "405 method not allowed");
            }
            case Route.Inference(var endpoint)
            when stopping -> {
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
                refuse(exchange, endpoint.dialect(), 503, "Herd is stopping");
            }
            case Route.Inference _, Route.Local _ -> read(exchange, arrival);
        }
    }

    private void read(HttpServerExchange exchange, ClientExchange.Arrival arrival) {
        BodyReader.read(exchange, rules.maxBody(), budget, new BodyReader.Receiver() {
            @Override
            public void received(HttpServerExchange whole, byte[] body, long reserved) {
                hand(whole, arrival, body, reserved);
            }

            @Override
            public void refused(HttpServerExchange cut, BodyReader.Refusal refusal) {
                DialectName dialect = arrival.route().dialect();
                switch (refusal) {
                    case TOO_LARGE ->
                        refuse(cut, dialect, 413, "the body is larger than " + rules.maxBody() + " bytes");
                    case NO_MEMORY -> {
                        cut.getResponseHeaders().put(Headers.RETRY_AFTER, MEMORY_RETRY.toSeconds());
                        refuse(cut, dialect, 503, "too many large requests at once");
                    }
                }
            }
        });
    }

    private void hand(HttpServerExchange exchange, ClientExchange.Arrival arrival, byte[] body, long reserved) {
        ClientExchange client = new ClientExchange(exchange, arrival, body);
        exchange.dispatch(workers, () -> {
            try {
                destination.accept(client);
            } finally {
                budget.giveBack(reserved);
            }
        });
        client.watch();
    }

    private boolean hasKey(HttpServerExchange exchange) {
        return isKey(bearer(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION)))
                || isKey(exchange.getRequestHeaders().getFirst("x-api-key"));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }

    private boolean isKey(@Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), rules.apiKey().getBytes(StandardCharsets.UTF_8));
    }

    /// Path without query, still percent-encoded; requests may name a whole address.
    private static String rawPath(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (!uri.startsWith("/")) {
            int slash = uri.indexOf('/', uri.indexOf("://") + 3);
            return uri.contains("://") ? (slash < 0 ? "/" : uri.substring(slash)) : uri;
        }
        return uri;
    }

    private void refuse(HttpServerExchange exchange, DialectName dialect, int status, String message) {
        byte[] body = errors.whole(dialect, status, message, null);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
        if (exchange.getRequestContentLength() > MOST_DRAINED) {
            exchange.setPersistent(false);
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
