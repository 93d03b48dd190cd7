package dev.herd.engine.gateway;

import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.util.Arrays;

/// A whole answer of an upstream, gathered into one array. An answer that states its length is read into an array of
/// just that length.
final class WholeBody {
    /// How reading ended.
    enum End {
        WHOLE,
        TOO_LONG,
        NO_MEMORY
    }

    private static final int FIRST_BYTES = 4096;

    /// A stated length is believed so far, before its bytes have come.
    private static final int MOST_AT_FIRST = 1 << 20;

    private final int longest;
    private final BodyBudget.Share share;
    private byte[] bytes = new byte[0];
    private int count;

    /// @param longest bytes
    WholeBody(int longest, BodyBudget.Share share) {
        this.longest = longest;
        this.share = share;
    }

    /// Reads until the answer's end, which has to be seen or its connection could not be used again.
    End read(UpstreamReply reply) throws UpstreamFailure {
        long stated = reply.statedLength();
        if (stated > longest) {
            return End.TOO_LONG;
        }
        byte[] beyond = new byte[1];
        while (true) {
            if (count == bytes.length && count != stated && !grow(stated)) {
                return End.NO_MEMORY;
            }
            int read = count == stated ? reply.read(beyond, 0, 1) : reply.read(bytes, count, bytes.length - count);
            if (read < 0) {
                return End.WHOLE;
            }
            count += read;
            if (count > longest) {
                return End.TOO_LONG;
            }
        }
    }

    private boolean grow(long stated) {
        long size = bytes.length == 0 ? (stated >= 0 ? MOST_AT_FIRST : FIRST_BYTES) : bytes.length * 2L;
        int wanted = (int) Math.min(stated >= 0 ? stated : longest + 1L, size);
        if (!share.take(wanted - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, wanted);
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    byte[] bytes() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
