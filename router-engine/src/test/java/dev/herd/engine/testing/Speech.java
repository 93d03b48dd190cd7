package dev.herd.engine.testing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How a fake server says one streamed answer, chunk by chunk, with the fault it is told to have.
final class Speech {
    private final Wire wire;
    private final boolean ollama;
    private final long chunkNanos;

    /// How an answer ended.
    enum End {
        /// All was said; the connection goes on.
        SAID,
        /// The server broke off.
        BROKEN,
        /// The client left before the end.
        PEER_LEFT
    }

    /// @param ollama whether lines of JSON are spoken rather than events
    /// @param chunkNanos pause before each chunk
    Speech(Wire wire, boolean ollama, long chunkNanos) {
        this.wire = wire;
        this.ollama = ollama;
        this.chunkNanos = chunkNanos;
    }

    End say(List<String> chunks, @Nullable Fault fault) throws IOException {
        wire.beginChunked(ollama ? "application/x-ndjson" : "text/event-stream");
        for (int sent = 0; sent < chunks.size(); sent++) {
            if (chunkNanos > 0) {
                LockSupport.parkNanos(chunkNanos);
                if (wire.peerGone()) {
                    return End.PEER_LEFT;
                }
            }
            End early = breakOff(fault, sent);
            if (early != null) {
                return early;
            }
            if (saysLast(fault, sent, sent == chunks.size() - 1)) {
                break;
            }
            wire.chunk(chunks.get(sent));
        }
        wire.endChunked();
        return End.SAID;
    }

    private @Nullable End breakOff(@Nullable Fault fault, int sent) {
        return switch (fault) {
            case Fault.ResetAfter(int count)
            when sent == count -> {
                wire.reset();
                yield End.BROKEN;
            }
            case Fault.CloseAfter(int count) when sent == count -> End.BROKEN;
            case Fault.StallAfter(int count)
            when sent == count -> {
                wire.awaitPeerGone();
                yield End.PEER_LEFT;
            }
            case null, default -> null;
        };
    }

    /// Says what the fault puts in the place of a chunk.
    ///
    /// @return whether the answer's framing ends here
    private boolean saysLast(@Nullable Fault fault, int sent, boolean last) throws IOException {
        switch (fault) {
            case Fault.MalformedAfter(int count)
            when sent == count -> {
                wire.chunk(ollama ? "{\"message\":,\n" : "data: {\"choices\":,\n\n");
                return false;
            }
            case Fault.ErrorAfter(int count, String message)
            when sent == count -> {
                String error = "{\"error\":\"" + message + "\"}";
                wire.chunk(ollama ? error + "\n" : "data: " + error + "\n\n");
                return true;
            }
            case Fault.NoTerminator _ -> {
                return last;
            }
            case null, default -> {
                return false;
            }
        }
    }
}
