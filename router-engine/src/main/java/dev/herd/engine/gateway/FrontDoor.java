package dev.herd.engine.gateway;

import dev.herd.engine.inference.DialectName;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/// The first look at a request, on the I/O thread: who asks, from where, for what. What passes gets its body read and a
/// virtual thread of its own.
final class FrontDoor implements HttpHandler {
    private static final HttpString INSTANCE = new HttpString(FleetHeaders.INSTANCE);
    private static final HttpString REQUEST = new HttpString(FleetHeaders.REQUEST);
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
    private static final Duration MEMORY_RETRY = Duration.ofSeconds(2);
    private static final Duration RESTART = Duration.ofSeconds(5);
    private static final byte[] NO_BODY = new byte[0];

    /// Ends the connection behind the answer, whatever the client has still to send.
    private static final IoCallback CLOSING = new IoCallback() {
        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            IoUtils.safeClose(exchange.getConnection());
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException broken) {
            IoUtils.safeClose(exchange.getConnection());
        }
    };

    /// A body of which more than this is left unread is not worth draining to keep its connection.
    private static final long MOST_DRAINED = 256L << 20;

    private final Rules rules;
    private final Routes routes = new Routes();
    private final HttpDate date = new HttpDate();
    private final ErrorReplies errors;
    private final House house;
    private final Consumer<ClientExchange> destination;
    private final ClientExchange.Keeping keeping;
    private volatile boolean stopping;

    /// What every request is held against.
    ///
    /// @param instance this engine's id
    /// @param apiKey empty when none is asked for
    /// @param maxBody bytes
    record Rules(
            String instance, String apiKey, long maxBody, BrowserGuard guard, RequestIds ids, InstantSource clock) {}

    /// What those who come in take.
    ///
    /// @param budget the memory of their bodies
    /// @param workers starts a virtual thread for each task
    /// @param journal is told of requests for models that are refused here
    record House(BodyBudget budget, Executor workers, Journal journal, Patience patience) {}

    FrontDoor(Rules rules, ErrorReplies errors, House house, Consumer<ClientExchange> destination) {
        this.rules = rules;
        this.errors = errors;
        this.house = house;
        this.destination = destination;
        this.keeping = new ClientExchange.Keeping(house.patience().reader(), new AtomicInteger());
    }

    /// From now on requests for models are refused.
    void stopTaking() {
        stopping = true;
    }

    /// Answers that are said and have not reached their clients to the end.
    int unended() {
        return keeping.unended().get();
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
            Rejection unknown = Rejection.refused(401, "a valid API key is required", "no_key");
            refuse(exchange, dialect, unknown.with(Map.of("WWW-Authenticate", "Bearer")));
            return;
        }
        boolean verified = keyed && !rules.apiKey().isEmpty();
        enter(exchange, new ClientExchange.Arrival(route, id, rules.clock().instant(), nanos, verified, date));
    }

    /// Host, origin, loops and preflights.
    private boolean admitted(HttpServerExchange exchange, DialectName dialect) {
        HeaderMap asked = exchange.getRequestHeaders();
        String host = asked.getFirst(Headers.HOST);
        if (!rules.guard().allowsHost(host == null ? "" : host)) {
            refuse(exchange, dialect, Rejection.refused(403, "this host name is not served", "foreign_host"));
            return false;
        }
        String origin = asked.getFirst(Headers.ORIGIN);
        if (origin != null) {
            if (!rules.guard().allowsOrigin(origin)) {
                refuse(exchange, dialect, Rejection.refused(403, "this origin may not ask", "foreign_origin"));
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
            String message = "a request came back to Herd: a model server of the fleet is Herd itself";
            refuse(exchange, dialect, Rejection.refused(508, message, "loop"));
            return false;
        }
        return true;
    }

    private static boolean isPreflight(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equalToString("OPTIONS")
                && exchange.getRequestHeaders().contains("Access-Control-Request-Method");
    }

    private void answerPreflight(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.DATE, date.of(rules.clock().instant()));
        headers.put(new HttpString("Access-Control-Allow-Methods"), BrowserGuard.ALLOWED_METHODS);
        headers.put(new HttpString("Access-Control-Allow-Headers"), BrowserGuard.ALLOWED_HEADERS);
        headers.put(new HttpString("Access-Control-Max-Age"), "43200");
        exchange.setStatusCode(204);
        exchange.endExchange();
    }

    private void enter(HttpServerExchange exchange, ClientExchange.Arrival arrival) {
        switch (arrival.route()) {
            case Route.Unknown(DialectName dialect) ->
                refuse(exchange, dialect, Rejection.refused(404, "404 page not found", "unknown_path"));
            case Route.Later(DialectName dialect) ->
                refuse(exchange, dialect, Rejection.refused(501, "Herd does not serve this route yet", "later"));
            case Route.WrongMethod(DialectName dialect, String allow) ->
                refuse(
                        exchange,
                        dialect,
                        Rejection.refused(405, "405 method not allowed", "wrong_method")
                                .with(Map.of("Allow", allow)));
            case Route.Inference _
            when stopping -> turnAway(exchange, arrival, Rejection.later(503, "Herd is stopping", RESTART, "stopping"));
            case Route.Inference _, Route.Local _ -> read(exchange, arrival);
        }
    }

    private void read(HttpServerExchange exchange, ClientExchange.Arrival arrival) {
        var limits = new BodyReader.Limits(
                rules.maxBody(), house.budget(), house.patience().body());
        BodyReader.read(exchange, limits, new BodyReader.Receiver() {
            @Override
            public void received(HttpServerExchange whole, byte[] body, long reserved) {
                hand(whole, arrival, body, reserved);
            }

            @Override
            public void refused(HttpServerExchange cut, BodyReader.Refusal refusal) {
                turnAway(
                        cut,
                        arrival,
                        switch (refusal) {
                            case TOO_LARGE ->
                                Rejection.refused(
                                        413, "the body is larger than " + rules.maxBody() + " bytes", "body_too_large");
                            case NO_MEMORY ->
                                Rejection.later(503, "too many large requests at once", MEMORY_RETRY, "no_memory");
                            case STALLED -> Rejection.refused(408, "the body did not come to its end", "body_stalled");
                        });
            }
        });
    }

    /// Refuses one who was let in; a request for a model leaves its trace. Strangers leave none, or they could fill the
    /// history.
    private void turnAway(HttpServerExchange exchange, ClientExchange.Arrival arrival, Rejection rejection) {
        leaveTrace(new ClientExchange(exchange, arrival, NO_BODY, keeping), rejection);
        refuse(exchange, arrival.route().dialect(), rejection);
    }

    private void hand(HttpServerExchange exchange, ClientExchange.Arrival arrival, byte[] body, long reserved) {
        ClientExchange client = new ClientExchange(exchange, arrival, body, keeping);
        exchange.dispatch(house.workers(), () -> {
            try (BodyBudget.Share unpacked = house.budget().share()) {
                client.unpack(rules.maxBody(), unpacked);
                destination.accept(client);
            } catch (Rejection rejection) {
                leaveTrace(client, rejection);
                errors.send(client, arrival.route().dialect(), rejection);
            } finally {
                house.budget().giveBack(reserved);
            }
        });
        client.watch();
    }

    private void leaveTrace(ClientExchange client, Rejection rejection) {
        if (client.route() instanceof Route.Inference) {
            new RequestProgress(client, house.journal())
                    .end(rejection.outcome(), rejection.reason() + ": " + rejection.message());
        }
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
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme < 0) {
            return Routes.tidy(uri);
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : Routes.tidy(uri.substring(slash));
    }

    private void refuse(HttpServerExchange exchange, DialectName dialect, Rejection rejection) {
        byte[] body = errors.body(dialect, rejection);
        exchange.setStatusCode(rejection.status());
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.DATE, date.of(rules.clock().instant()));
        ErrorReplies.headers(rejection).forEach((name, value) -> headers.put(new HttpString(name), value));
        headers.put(Headers.CONTENT_TYPE, ErrorReplies.JSON);
        boolean hopeless =
                rejection.status() == StatusCodes.REQUEST_TIME_OUT || exchange.getRequestContentLength() > MOST_DRAINED;
        if (hopeless) {
            exchange.setPersistent(false);
            exchange.getResponseSender().send(ByteBuffer.wrap(body), CLOSING);
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(body));
        }
    }
}
