package dev.herd.engine.gateway;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;

/// The end of an answer, on its connection's I/O thread; nobody waits for it.
///
/// Undertow takes a connection back under a lock that its I/O thread spins for. On any other thread, which the system
/// may put aside in the middle of it, the I/O thread would spin meanwhile, for all connections.
final class AnswerEnd implements Runnable, ChannelListener<StreamSinkChannel> {
    private final HttpServerExchange exchange;
    private final StreamSinkChannel sink;
    private final Duration patience;
    private final AtomicInteger unended;
    private XnioExecutor.@Nullable Key alarm;
    private boolean ended;

    private AnswerEnd(HttpServerExchange exchange, StreamSinkChannel sink, Duration patience, AtomicInteger unended) {
        this.exchange = exchange;
        this.sink = sink;
        this.patience = patience;
        this.unended = unended;
    }

    /// Ends an answer all of whose bytes have been written.
    ///
    /// @param patience a client that takes nothing for this long counts as gone
    /// @param unended counts the answer until it has ended
    static void begin(HttpServerExchange exchange, StreamSinkChannel sink, Duration patience, AtomicInteger unended) {
        var end = new AnswerEnd(exchange, sink, patience, unended);
        unended.incrementAndGet();
        try {
            exchange.getIoThread().execute(end);
        } catch (RejectedExecutionException stopped) {
            end.giveUp();
        }
    }

    @Override
    public void run() {
        try {
            sink.shutdownWrites();
            if (sink.flush()) {
                over();
                return;
            }
        } catch (IOException gone) {
            giveUp();
            return;
        }
        alarm = exchange.getIoThread().executeAfter(this::giveUp, patience.toNanos(), TimeUnit.NANOSECONDS);
        sink.getWriteSetter().set(this);
        sink.resumeWrites();
    }

    /// The client takes something again.
    @Override
    public void handleEvent(StreamSinkChannel writable) {
        try {
            if (writable.flush()) {
                writable.suspendWrites();
                over();
            }
        } catch (IOException gone) {
            giveUp();
        }
    }

    private void over() {
        if (endsNow()) {
            exchange.endExchange();
        }
    }

    private void giveUp() {
        if (endsNow()) {
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }
    }

    /// An answer ends once: a connection that is closed may still call its listener.
    private boolean endsNow() {
        if (ended) {
            return false;
        }
        ended = true;
        unended.decrementAndGet();
        if (alarm != null) {
            alarm.remove();
        }
        return true;
    }
}
