package dev.herd.engine.gateway;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/// Writes an answer from a virtual thread: never blocks a carrier, and parks while the client takes nothing.
///
/// Undertow's blocking stream would open a selector, two descriptors, for every thread that waits for a slow client.
final class ReplyChannel implements ChannelListener<StreamSinkChannel> {
    private final HttpServerExchange exchange;
    private final long patienceNanos;
    private final Thread writer = Thread.currentThread();
    private @Nullable StreamSinkChannel channel;
    private volatile boolean writable;

    /// @param patience a client that takes nothing for this long counts as gone
    ReplyChannel(HttpServerExchange exchange, Duration patience) {
        this.exchange = exchange;
        this.patienceNanos = patience.toNanos();
    }

    /// Writes and flushes: one chunk on the wire, when the answer is chunked.
    void write(byte[] bytes, int offset, int length) throws ClientGoneException {
        if (length == 0) {
            return;
        }
        try {
            StreamSinkChannel sink = sink();
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                if (sink.write(left) == 0) {
                    awaitWritable(sink);
                }
            }
            flush(sink);
        } catch (ClientGoneException gone) {
            throw gone;
        } catch (IOException broken) {
            throw new ClientGoneException("the client is gone", broken);
        }
    }

    /// Ends the answer.
    void end() throws ClientGoneException {
        try {
            StreamSinkChannel sink = sink();
            sink.shutdownWrites();
            flush(sink);
        } catch (ClientGoneException gone) {
            throw gone;
        } catch (IOException broken) {
            throw new ClientGoneException("the client is gone", broken);
        }
    }

    private StreamSinkChannel sink() {
        StreamSinkChannel open = channel;
        if (open == null) {
            open = exchange.getResponseChannel();
            channel = open;
        }
        return open;
    }

    private void flush(StreamSinkChannel sink) throws IOException {
        while (!sink.flush()) {
            awaitWritable(sink);
        }
    }

    private void awaitWritable(StreamSinkChannel sink) throws ClientGoneException {
        writable = false;
        sink.getWriteSetter().set(this);
        sink.resumeWrites();
        long deadline = System.nanoTime() + patienceNanos;
        while (!writable) {
            LockSupport.parkNanos(this, deadline - System.nanoTime());
            if (Thread.currentThread().isInterrupted()) {
                throw new ClientGoneException("interrupted while the client took nothing");
            }
            if (System.nanoTime() >= deadline) {
                throw new ClientGoneException("the client took nothing for too long");
            }
        }
    }

    @Override
    public void handleEvent(StreamSinkChannel sink) {
        sink.suspendWrites();
        writable = true;
        LockSupport.unpark(writer);
    }
}
