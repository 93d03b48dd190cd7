package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Connections to model servers, pooled per server. Thread-safe; calls block and are meant for virtual threads, which
/// may be interrupted to abort them.
///
/// Requests are executed on leased connections directly rather than through the library's client, because only so is it
/// known whether a connection that broke had been used before: a server that closes idle connections breaks the first
/// request after it, which is no failure of anybody and repeated once on a fresh connection.
public final class Connections implements AutoCloseable {
    /// On one network a server that lives answers a SYN at once; a sleeping machine does not.
    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private static final TimeValue VALIDATE_AFTER = TimeValue.ofSeconds(2);
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(60);

    /// Above every slot count and the longest queue of streams measured; a pool bound would hide a wrong slot bound.
    private static final int MOST_CONNECTIONS = 10_000;

    /// The library's default of 32 KB per connection fills the heap at 2,000 streams.
    private static final int BUFFER_BYTES = 8192;

    private final PoolingHttpClientConnectionManager pool;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final Function<UpstreamId, String> keys;
    private final Map<UpstreamId, Target> targets = new ConcurrentHashMap<>();

    /// @param keys a server's API key, empty when it needs none
    public Connections(Function<UpstreamId, String> keys) {
        this.keys = keys;
        this.pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setConnPoolPolicy(PoolReusePolicy.LIFO)
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setValidateAfterInactivity(VALIDATE_AFTER)
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                                Http1Config.custom().setBufferSize(BUFFER_BYTES).build())
                        .build())
                // Reading the trust store takes a tenth of a second, which plain http need not pay.
                .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                        LazyTls.STRATEGY.upgrade(socket, host, port, attachment, context))
                .build();
    }

    /// Sends a request and returns its answer, whatever its status, as soon as its head is there.
    ///
    /// @param body null for none
    /// @param timeout longest silence; null waits without limit
    /// @throws UpstreamFailure when no answer came
    public UpstreamReply send(
            UpstreamId upstream, String method, String path, byte @Nullable [] body, @Nullable Duration timeout)
            throws UpstreamFailure, InterruptedException {
        ConnectionEndpoint endpoint = lease(upstream);
        if (endpoint.isConnected()) {
            try {
                return attempt(upstream, endpoint, request(upstream, method, path, body), timeout);
            } catch (UpstreamFailure stale) {
                if (stale.kind() != UpstreamFailure.Kind.NO_ANSWER) {
                    throw stale;
                }
                // Other connections of the pool may be as old; a closed one is connected anew.
                endpoint = lease(upstream);
                endpoint.close(CloseMode.IMMEDIATE);
            }
        }
        connect(upstream, endpoint);
        return attempt(upstream, endpoint, request(upstream, method, path, body), timeout);
    }

    private static final class LazyTls {
        static final DefaultClientTlsStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
    }

    /// Where a server's requests go, read from its address once: a fleet has few, and they stay.
    ///
    /// @param prefix of every path
    private record Target(HttpRoute route, String authority, String prefix) {
        static Target of(UpstreamId upstream) {
            URI uri = URI.create(upstream.url());
            HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
            HttpRoute route = new HttpRoute(host, null, uri.getScheme().equals("https"));
            return new Target(route, uri.getRawAuthority(), uri.getRawPath() == null ? "" : uri.getRawPath());
        }
    }

    private Target target(UpstreamId upstream) {
        return targets.computeIfAbsent(upstream, Target::of);
    }

    private ClassicHttpRequest request(UpstreamId upstream, String method, String path, byte @Nullable [] body) {
        Target target = target(upstream);
        ClassicHttpRequest request = new BasicClassicHttpRequest(method, target.prefix() + path);
        request.setHeader("Host", target.authority());
        request.setHeader("X-Herd-Hop", "1");
        String key = keys.apply(upstream);
        if (!key.isEmpty()) {
            request.setHeader("Authorization", "Bearer " + key);
        }
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
            request.setHeader("Content-Length", body.length);
            request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        }
        return request;
    }

    private void connect(UpstreamId upstream, ConnectionEndpoint endpoint)
            throws UpstreamFailure, InterruptedException {
        try {
            pool.connect(endpoint, CONNECT, HttpClientContext.create());
        } catch (IOException e) {
            discard(endpoint);
            throw interruptedOr(new UpstreamFailure(
                    UpstreamFailure.Kind.CONNECT, "cannot connect to " + upstream + ": " + text(e), e));
        }
    }

    private UpstreamReply attempt(
            UpstreamId upstream, ConnectionEndpoint endpoint, ClassicHttpRequest request, @Nullable Duration timeout)
            throws UpstreamFailure, InterruptedException {
        HttpClientContext context = HttpClientContext.create();
        endpoint.setSocketTimeout(timeout == null ? Timeout.DISABLED : Timeout.of(timeout));
        var answer = new FirstByte();
        try {
            ClassicHttpResponse response = endpoint.execute("", request, answer.watching(executor), context);
            return new UpstreamReply(response, new Exchange(endpoint, request, context));
        } catch (IOException | HttpException e) {
            UpstreamFailure failure = noAnswer(upstream, e, answer.came());
            discard(endpoint);
            throw interruptedOr(failure);
        }
    }

    /// Whether any byte of an answer came, however broken it was.
    private static final class FirstByte {
        private @Nullable HttpClientConnection connection;
        private long before;

        ConnectionEndpoint.RequestExecutor watching(HttpRequestExecutor executor) {
            return (request, used, context) -> {
                connection = used;
                before = received(used);
                return executor.execute(request, used, context);
            };
        }

        boolean came() {
            return connection != null && received(connection) > before;
        }

        private static long received(HttpClientConnection connection) {
            EndpointDetails details = connection.getEndpointDetails();
            return details == null ? 0 : details.getReceivedBytesCount();
        }
    }

    private ConnectionEndpoint lease(UpstreamId upstream) throws UpstreamFailure, InterruptedException {
        try {
            return pool.lease("", target(upstream).route(), CONNECT, null).get(CONNECT);
        } catch (ExecutionException | TimeoutException e) {
            throw new UpstreamFailure(UpstreamFailure.Kind.CONNECT, "no connection to " + upstream, e);
        }
    }

    private static UpstreamFailure noAnswer(UpstreamId upstream, Exception cause, boolean begun) {
        if (cause instanceof SocketTimeoutException) {
            return new UpstreamFailure(UpstreamFailure.Kind.TIMEOUT, upstream + " does not answer", cause);
        }
        return new UpstreamFailure(
                begun ? UpstreamFailure.Kind.CUT : UpstreamFailure.Kind.NO_ANSWER,
                upstream + (begun ? " answers what is no HTTP: " : " broke the connection: ") + text(cause),
                cause);
    }

    /// An interrupted thread's socket is closed by the runtime, which is no failure of the server.
    private static UpstreamFailure interruptedOr(UpstreamFailure failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("aborted");
        }
        return failure;
    }

    private void discard(ConnectionEndpoint endpoint) {
        endpoint.close(CloseMode.IMMEDIATE);
        pool.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    }

    /// An exception in words; many carry none.
    static String text(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank()
                ? problem.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT)
                : message;
    }

    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
    }

    /// One request on one connection.
    final class Exchange {
        private final ConnectionEndpoint endpoint;
        private final ClassicHttpRequest request;
        private final HttpClientContext context;
        private boolean over;

        Exchange(ConnectionEndpoint endpoint, ClassicHttpRequest request, HttpClientContext context) {
            this.endpoint = endpoint;
            this.request = request;
            this.context = context;
        }

        /// Gives the connection back when the answer was read to its end, else resets it.
        void end(boolean readToEnd, ClassicHttpResponse response) {
            if (over) {
                return;
            }
            over = true;
            if (readToEnd && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)) {
                pool.release(endpoint, null, KEEP_ALIVE);
            } else {
                discard(endpoint);
            }
        }
    }
}
