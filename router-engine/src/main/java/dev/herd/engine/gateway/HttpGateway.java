package dev.herd.engine.gateway;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.xnio.Options;

/// The endpoint's listener.
final class HttpGateway implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    /// Pooled buffers: 32 MB at most. Without a maximum, this pool never pools.
    private static final int MOST_BUFFERS = 2048;

    /// Longer than any client's pause between two bytes of a request's head.
    private static final int HEAD_TIMEOUT_MILLIS = 60_000;

    private final Undertow server;
    private final int port;

    /// Opens the port.
    ///
    /// @param port 0 for a free one
    /// @throws IOException when the port cannot be had
    HttpGateway(String bind, int port, HttpHandler handler) throws IOException {
        server = Undertow.builder()
                .addHttpListener(port, bind)
                .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, MOST_BUFFERS, 0))
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setSocketOption(Options.BACKLOG, 4096)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, false)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, HEAD_TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 64 * 1024)
                .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, false)
                .setHandler(new HttpContinueReadHandler(handler))
                .build();
        try {
            server.start();
        } catch (RuntimeException wrapped) {
            if (wrapped.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw wrapped;
        }
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        this.port = address.getPort();
    }

    /// The port it listens on.
    int port() {
        return port;
    }

    @Override
    public void close() {
        server.stop();
    }
}
