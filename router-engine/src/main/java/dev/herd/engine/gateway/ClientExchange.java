package dev.herd.engine.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/// One request of a client and its answer, as the code on the request's virtual thread sees it.
final class ClientExchange {
    private final HttpServerExchange exchange;
    private final Route route;
    private final String id;
    private final Instant receivedAt;
    private final long receivedNanos;
    private byte[] body;
    private final boolean keyVerified;
    private final Keeping keeping;
    private final HttpDate date;
    final Abort abort = new Abort();
    private @Nullable ClientWatch watch;
    private @Nullable ReplyChannel channel;
    private boolean begun;

    /// What is known of a request before its body is there.
    ///
    /// @param nanos `System.nanoTime()` at its arrival
    /// @param date writes the answer's `Date`
    record Arrival(Route route, String id, Instant at, long nanos, boolean keyVerified, HttpDate date) {}

    /// How answers are kept up until they have reached their clients.
    ///
    /// @param patience longest time the client may take nothing of its answer
    /// @param unended counts answers that are said and not yet taken to their end
    record Keeping(Duration patience, AtomicInteger unended) {}

    ClientExchange(HttpServerExchange exchange, Arrival arrival, byte[] body, Keeping keeping) {
        this.keeping = keeping;
        this.exchange = exchange;
        this.route = arrival.route();
        this.id = arrival.id();
        this.receivedAt = arrival.at();
        this.receivedNanos = arrival.nanos();
        this.keyVerified = arrival.keyVerified();
        this.date = arrival.date();
        this.body = body;
    }

    /// Starts to notice that the client leaves. Before the exchange is handed to its thread.
    void watch() {
        watch = ClientWatch.arm(exchange, () -> abort.stop(Abort.Reason.CLIENT_GONE));
    }

    Route route() {
        return route;
    }

    String id() {
        return id;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    /// Milliseconds since the request arrived.
    double elapsedMillis() {
        return (System.nanoTime() - receivedNanos) / 1e6;
    }

    private Instant now() {
        return receivedAt.plusNanos(System.nanoTime() - receivedNanos);
    }

    byte[] body() {
        return body;
    }

    /// Takes the body out of its compression, if it has any. On the request's thread, before anyone reads it.
    void unpack(long most, BodyBudget.Share share) throws Rejection {
        String coding = header("Content-Encoding");
        if (!ContentCoding.isPlain(coding) && body.length > 0) {
            body = ContentCoding.decode(coding, body, most, share);
        }
    }

    boolean keyVerified() {
        return keyVerified;
    }

    boolean isHead() {
        return exchange.getRequestMethod().equalToString("HEAD");
    }

    String method() {
        return exchange.getRequestMethod().toString();
    }

    String path() {
        return exchange.getRequestPath();
    }

    /// A request header's first value, empty when there is none.
    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value.strip();
    }

    /// A query parameter's first value, decoded, empty when there is none.
    String query(String name) {
        var values = exchange.getQueryParameters().get(name);
        return values == null || values.isEmpty() ? "" : Routes.decoded(values.getFirst());
    }

    boolean isFromThisMachine() {
        InetSocketAddress address = exchange.getSourceAddress();
        return address != null
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }

    String clientAddress() {
        InetSocketAddress address = exchange.getSourceAddress();
        return address == null || address.getAddress() == null
                ? ""
                : address.getAddress().getHostAddress();
    }

    /// Whether bytes of the answer may have left: nothing can be taken back or tried elsewhere any more.
    boolean begun() {
        return begun;
    }

    /// Whether the answer has begun as a stream, so that more can be said.
    boolean streams() {
        return channel != null;
    }

    /// Sends a whole answer.
    void respond(int status, Map<String, String> headers, String contentType, byte[] bytes) throws ClientGoneException {
        head(status, headers, contentType);
        exchange.setResponseContentLength(bytes.length);
        disarm();
        ReplyChannel reply = new ReplyChannel(exchange, keeping.patience());
        if (!isHead()) {
            reply.write(bytes);
        }
        reply.end(keeping.unended());
    }

    /// Sends an answer's head and keeps it open for [#write].
    void begin(int status, Map<String, String> headers, String contentType) {
        head(status, headers, contentType);
        channel = new ReplyChannel(exchange, keeping.patience());
    }

    private void head(int status, Map<String, String> headers, String contentType) {
        begun = true;
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.DATE, date.of(now()));
        headers.forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        if (!contentType.isEmpty()) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
        }
    }

    /// Writes one chunk of a begun answer.
    void write(byte[] bytes, int offset, int length) throws ClientGoneException {
        open().write(bytes, offset, length);
    }

    /// Ends a begun answer.
    void finish() throws ClientGoneException {
        disarm();
        open().end(keeping.unended());
    }

    /// Ends the exchange whatever its state, when nothing can be said any more.
    void drop() {
        disarm();
        if (!exchange.isComplete()) {
            exchange.setPersistent(false);
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }
    }

    private ReplyChannel open() {
        ReplyChannel reply = channel;
        if (reply == null) {
            throw new IllegalStateException("the answer has not begun");
        }
        return reply;
    }

    private void disarm() {
        ClientWatch armed = watch;
        if (armed != null) {
            watch = null;
            armed.disarm();
        }
    }
}
