package dev.herd.engine.gateway;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/// Notices that a client leaves while its request is being served.
///
/// Undertow stops reading a connection once it has a request, and so never sees its end until it writes. The watch
/// keeps reading: the end closes the connection, and bytes of a next, pipelined request are pushed back.
///
/// ```
/// WATCHING --readable--> READING --nothing, or bytes pushed back--> WATCHING
///     |                     '--end of stream--> connection closed
///     '--disarm, any thread--> OVER: events go to Undertow's own listener
/// ```
/// A client that closes its sending side only counts as gone, as it does for other proxies.
final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {
    private static final AttachmentKey<Departure> DEPARTURE = AttachmentKey.create(Departure.class);

    private enum State {
        WATCHING,
        READING,
        OVER
    }

    /// What is to happen when the connection closes. Undertow cannot take a close listener back, so that a connection
    /// gets one, which looks here.
    private static final class Departure {
        private volatile @Nullable Runnable action;

        void run() {
            Runnable current = action;
            if (current != null) {
                current.run();
            }
        }
    }

    private final HttpServerConnection connection;
    private final ChannelListener<? super ConduitStreamSourceChannel> original;
    private final Departure departure;
    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

    private ClientWatch(
            HttpServerConnection connection,
            ChannelListener<? super ConduitStreamSourceChannel> original,
            Departure departure) {
        this.connection = connection;
        this.original = original;
        this.departure = departure;
    }

    /// Starts watching. To be called on the connection's I/O thread, after the body was read.
    ///
    /// @param gone called on the I/O thread when the client leaves; at most once
    static @Nullable ClientWatch arm(HttpServerExchange exchange, Runnable gone) {
        if (!(exchange.getConnection() instanceof HttpServerConnection connection)) {
            return null;
        }
        Departure departure = connection.getAttachment(DEPARTURE);
        if (departure == null) {
            Departure fresh = new Departure();
            departure = fresh;
            connection.putAttachment(DEPARTURE, fresh);
            connection.addCloseListener(closed -> fresh.run());
        }
        departure.action = gone;
        ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
        var watch = new ClientWatch(connection, listenerOf(source), departure);
        // With a pipelined request already buffered, Undertow itself knows that the client is there.
        if (connection.getExtraBytes() == null) {
            source.setReadListener(watch);
            connection.getOriginalSourceConduit().resumeReads();
        }
        return watch;
    }

    @SuppressWarnings("unchecked")
    private static ChannelListener<? super ConduitStreamSourceChannel> listenerOf(ConduitStreamSourceChannel source) {
        return (ChannelListener<? super ConduitStreamSourceChannel>) source.getReadListener();
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel channel) {
        if (!state.compareAndSet(State.WATCHING, State.READING)) {
            if (state.get() == State.OVER && original != null) {
                original.handleEvent(channel);
            }
            return;
        }
        boolean gone = false;
        try {
            gone = read(channel);
        } finally {
            state.set(State.WATCHING);
        }
        if (gone) {
            IoUtils.safeClose(connection);
        }
    }

    /// Whether the stream is at its end.
    private boolean read(ConduitStreamSourceChannel channel) {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        int count;
        try {
            count = connection.getOriginalSourceConduit().read(pooled.getBuffer());
        } catch (IOException reset) {
            count = -1;
        }
        if (count > 0) {
            pooled.getBuffer().flip();
            connection.ungetRequestBytes(pooled);
            channel.suspendReads();
        } else {
            pooled.close();
        }
        return count < 0;
    }

    /// Gives the connection back to Undertow. To be called before the last write of the answer, on any thread.
    void disarm() {
        departure.action = null;
        while (state.get() != State.OVER && !state.compareAndSet(State.WATCHING, State.OVER)) {
            Thread.onSpinWait();
        }
    }
}
