package dev.herd.engine.gateway;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/// Reads a request's body into one array, bounded, without blocking, on the connection's I/O thread.
///
/// Undertow's own reader copies byte by byte, and takes memory for the stated length before it looks at any limit.
final class BodyReader implements ChannelListener<StreamSourceChannel> {
    /// Where the body goes. Called on the I/O thread, inside an Undertow handler call.
    interface Receiver {
        /// @param body not to be changed
        /// @param reserved bytes taken from the budget, to be given back by the receiver
        void received(HttpServerExchange exchange, byte[] body, long reserved);

        void refused(HttpServerExchange exchange, Refusal refusal);
    }

    /// Why a body is not taken.
    enum Refusal {
        TOO_LARGE,
        NO_MEMORY,
        /// The client began to send it and does not go on.
        STALLED
    }

    /// What a body may take.
    ///
    /// @param most bytes
    /// @param patience for the next byte
    record Limits(long most, BodyBudget budget, Duration patience) {}

    private static final byte[] NONE = new byte[0];
    private static final int FIRST_BYTES = 4096;
    private static final int FIRST_BYTES_OF_KNOWN = 65_536;
    private static final int MOST_BELIEVED = 4 << 20;

    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final Receiver receiver;
    private final Limits limits;
    private final long stated;
    private byte[] bytes = NONE;
    private int count;
    private long reserved;
    private long lastByte = System.nanoTime();
    private XnioExecutor.@Nullable Key alarm;

    private BodyReader(HttpServerExchange exchange, Limits limits, Receiver receiver) {
        this.exchange = exchange;
        this.receiver = receiver;
        this.limits = limits;
        this.stated = exchange.getRequestContentLength();
        this.channel = exchange.getRequestChannel();
    }

    /// Starts reading; `receiver` is called once, now or later.
    static void read(HttpServerExchange exchange, Limits limits, Receiver receiver) {
        if (exchange.isRequestComplete()) {
            receiver.received(exchange, NONE, 0);
            return;
        }
        if (exchange.getRequestContentLength() > limits.most()) {
            receiver.refused(exchange, Refusal.TOO_LARGE);
            return;
        }
        new BodyReader(exchange, limits, receiver).start();
    }

    private void start() {
        Progress progress = pump();
        if (progress == Progress.MORE) {
            channel.getReadSetter().set(this);
            watchStall(limits.patience().toNanos());
            channel.resumeReads();
        } else {
            deliver(exchange, progress);
        }
    }

    @Override
    public void handleEvent(StreamSourceChannel readable) {
        Progress progress = pump();
        if (progress != Progress.MORE) {
            end(progress);
        }
    }

    private void end(Progress progress) {
        channel.suspendReads();
        if (alarm != null) {
            alarm.remove();
        }
        Connectors.executeRootHandler(resumed -> deliver(resumed, progress), exchange);
    }

    private void watchStall(long nanos) {
        alarm = exchange.getIoThread().executeAfter(this::lookAtStall, nanos, TimeUnit.NANOSECONDS);
    }

    private void lookAtStall() {
        long left = limits.patience().toNanos() - (System.nanoTime() - lastByte);
        if (left > 0) {
            watchStall(left);
        } else {
            end(Progress.STALLED);
        }
    }

    private enum Progress {
        MORE,
        DONE,
        TOO_LARGE,
        NO_MEMORY,
        STALLED,
        GONE
    }

    private void deliver(HttpServerExchange target, Progress progress) {
        switch (progress) {
            case DONE ->
                receiver.received(target, count == bytes.length ? bytes : Arrays.copyOf(bytes, count), reserved);
            case TOO_LARGE -> refuse(target, Refusal.TOO_LARGE);
            case NO_MEMORY -> refuse(target, Refusal.NO_MEMORY);
            case STALLED -> refuse(target, Refusal.STALLED);
            case GONE, MORE -> {
                limits.budget().giveBack(reserved);
                target.setPersistent(false);
                target.endExchange();
            }
        }
    }

    private void refuse(HttpServerExchange target, Refusal refusal) {
        limits.budget().giveBack(reserved);
        receiver.refused(target, refusal);
    }

    private Progress pump() {
        try {
            while (true) {
                if (count == bytes.length && !atStatedEnd() && !grow()) {
                    return Progress.NO_MEMORY;
                }
                ByteBuffer room =
                        atStatedEnd() ? ByteBuffer.allocate(1) : ByteBuffer.wrap(bytes, count, bytes.length - count);
                int read = channel.read(room);
                if (read < 0) {
                    return Progress.DONE;
                }
                if (read == 0) {
                    return Progress.MORE;
                }
                count += read;
                lastByte = System.nanoTime();
                if (count > limits.most()) {
                    return Progress.TOO_LARGE;
                }
            }
        } catch (IOException gone) {
            return Progress.GONE;
        }
    }

    private boolean atStatedEnd() {
        return stated >= 0 && count >= stated;
    }

    /// Whoever has sent the first of what was stated is believed: each further step would copy all once more.
    private long nextSize() {
        if (bytes.length == 0) {
            return stated >= 0 ? FIRST_BYTES_OF_KNOWN : FIRST_BYTES;
        }
        return stated >= 0 ? Math.max(MOST_BELIEVED, bytes.length * 2L) : bytes.length * 2L;
    }

    private boolean grow() {
        long wanted = Math.min(stated >= 0 ? stated : limits.most() + 1, nextSize());
        long more = wanted - bytes.length;
        if (!limits.budget().take(more)) {
            return false;
        }
        reserved += more;
        bytes = Arrays.copyOf(bytes, (int) wanted);
        return true;
    }
}
