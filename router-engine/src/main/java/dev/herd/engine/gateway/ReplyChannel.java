package dev.herd.engine.gateway;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/// Writes an answer from a virtual thread: never blocks a carrier, and parks while the client takes nothing.
///
/// Undertow's blocking stream would open a selector, two descriptors, for every thread that waits for a slow client.
final class ReplyChannel implements ChannelListener<StreamSinkChannel> {
    private final HttpServerExchange exchange;
    private final Duration patience;
    private final Thread writer = Thread.currentThread();
    private @Nullable StreamSinkChannel channel;
    private volatile boolean writable;

    /// @param patience a client that takes nothing for this long counts as gone
    ReplyChannel(HttpServerExchange exchange, Duration patience) {
        this.exchange = exchange;
        this.patience = patience;
    }

    /// Writes and flushes: one chunk on the wire, when the answer is chunked.
    void write(byte[] bytes, int offset, int length) throws ClientGoneException {
        if (length > 0) {
            write(ByteBuffer.wrap(bytes, offset, length), true);
        }
    }

    /// Writes an answer whose length was said. It is not flushed, or Undertow would take that for its end: see
    /// [AnswerEnd].
    void write(byte[] whole) throws ClientGoneException {
        write(ByteBuffer.wrap(whole), false);
    }

    private void write(ByteBuffer left, boolean flushed) throws ClientGoneException {
        try {
            StreamSinkChannel sink = sink();
            while (left.hasRemaining()) {
                if (sink.write(left) == 0) {
                    awaitWritable(sink);
                }
            }
            if (flushed) {
                flush(sink);
            }
        } catch (ClientGoneException gone) {
            throw gone;
        } catch (IOException broken) {
            throw new ClientGoneException("the client is gone", broken);
        }
    }

    /// Ends the answer, and does not wait until it has.
    ///
    /// @param unended counts the answer until then
    void end(AtomicInteger unended) {
        AnswerEnd.begin(exchange, sink(), patience, unended);
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
        long deadline = System.nanoTime() + patience.toNanos();
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
