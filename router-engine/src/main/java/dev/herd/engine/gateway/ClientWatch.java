package dev.herd.engine.gateway;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.ImmediatePooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/// Notices that a client leaves while its request is being served.
///
/// Undertow stops reading a connection once it has a request, and so never sees its end until it writes. The watch
/// keeps reading: the end closes the connection; bytes of a next, pipelined request are kept, one buffer of them, and
/// given back to Undertow in the end. A client that sends more than that ahead is not watched any more.
///
/// ```
/// WATCHING --readable--> READING --nothing, or bytes kept--> WATCHING
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

    /// What came of next requests. Touched by whoever is READING, and by the one who made it OVER.
    private @Nullable PooledByteBuffer early;

    private ClientWatch(
            HttpServerConnection connection,
            ChannelListener<? super ConduitStreamSourceChannel> original,
            Departure departure) {
        this.connection = connection;
        this.original = original;
        this.departure = departure;
    }

    /// Starts watching. To be called after the body was read, before the exchange is handed to its thread.
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
        source.setReadListener(watch);
        connection.getOriginalSourceConduit().resumeReads();
        return watch;
    }

    @SuppressWarnings("unchecked")
    private static ChannelListener<? super ConduitStreamSourceChannel> listenerOf(ConduitStreamSourceChannel source) {
        return (ChannelListener<? super ConduitStreamSourceChannel>) source.getReadListener();
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel channel) {
        if (!state.compareAndSet(State.WATCHING, State.READING)) {
            if (state.get() == State.OVER) {
                passOn(channel);
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

    /// What comes now is Undertow's. Where it has no listener yet, the next request waits unread: without suspending,
    /// the selector would return for it again and again. Undertow may set its listener meanwhile, and then wants to
    /// read.
    private void passOn(ConduitStreamSourceChannel channel) {
        if (original != null) {
            original.handleEvent(channel);
            return;
        }
        channel.suspendReads();
        if (channel.getReadListener() != this) {
            channel.resumeReads();
        }
    }

    /// Whether the stream is at its end.
    private boolean read(ConduitStreamSourceChannel channel) {
        PooledByteBuffer kept = early;
        if (kept == null) {
            kept = connection.getByteBufferPool().allocate();
        }
        int count;
        try {
            count = connection.getOriginalSourceConduit().read(kept.getBuffer());
        } catch (IOException reset) {
            count = -1;
        }
        if (kept.getBuffer().position() == 0) {
            kept.close();
            return count < 0;
        }
        early = kept;
        if (!kept.getBuffer().hasRemaining()) {
            channel.suspendReads();
        }
        return count < 0;
    }

    /// Gives the connection back to Undertow. To be called before the last write of the answer, on any thread.
    void disarm() {
        departure.action = null;
        while (state.get() != State.OVER && !state.compareAndSet(State.WATCHING, State.OVER)) {
            Thread.onSpinWait();
        }
        giveBack();
    }

    /// Undertow finds the bytes behind those that it had read itself.
    private void giveBack() {
        PooledByteBuffer kept = early;
        if (kept == null) {
            return;
        }
        early = null;
        if (!connection.isOpen()) {
            kept.close();
            return;
        }
        kept.getBuffer().flip();
        PooledByteBuffer before = connection.getExtraBytes();
        if (before == null) {
            connection.setExtraBytes(kept);
            return;
        }
        ByteBuffer both = ByteBuffer.allocate(
                before.getBuffer().remaining() + kept.getBuffer().remaining());
        both.put(before.getBuffer()).put(kept.getBuffer()).flip();
        connection.setExtraBytes(new ImmediatePooledByteBuffer(both));
        before.close();
        kept.close();
    }
}
