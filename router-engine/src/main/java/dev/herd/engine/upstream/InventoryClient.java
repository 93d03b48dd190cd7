package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.JsonFields;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Asks one server for parts of its inventory, and tells why it does not give them.
final class InventoryClient {
    private static final int LONGEST = 16 << 20;

    /// A server that gives its list byte by byte is as good as silent.
    private static final int SILENCES_PER_ANSWER = 3;

    private final Connections connections;
    private final UpstreamId upstream;
    private final Duration silence;

    /// @param silence longest wait for a byte of an answer
    InventoryClient(Connections connections, UpstreamId upstream, Duration silence) {
        this.connections = connections;
        this.silence = silence;
        this.upstream = upstream;
    }

    /// The object at that path; null when the server answers otherwise, so that it is not there.
    @Nullable
    JsonFields find(String path) throws ReadingFailed, InterruptedException {
        return ask("GET", path, null);
    }

    /// The object that a question with a body is answered with; null when the server answers otherwise.
    @Nullable
    JsonFields ask(String method, String path, byte @Nullable [] body) throws ReadingFailed, InterruptedException {
        try (UpstreamReply reply = connections.send(upstream, method, path, body, silence)) {
            byte[] answer = reply.readAll(LONGEST, silence.multipliedBy(SILENCES_PER_ANSWER));
            if (!reply.header("X-Herd-Instance").isEmpty()) {
                throw ReadingFailed.stranger("this is Herd itself, which is no model server");
            }
            if (reply.status() == 503 || reply.status() == 429) {
                throw notReady(ErrorText.of(answer));
            }
            if (reply.status() == 401 || reply.status() == 403) {
                throw ReadingFailed.notReady(
                        UpstreamState.DOWN, "the server refuses: it wants an API key (key-env=NAME)");
            }
            return reply.status() == 200 ? object(answer) : null;
        } catch (UpstreamFailure failure) {
            throw failed(failure);
        }
    }

    private static @Nullable JsonFields object(byte[] answer) {
        try {
            return JsonFields.of(answer, 0, answer.length);
        } catch (BadRequestException noObject) {
            return null;
        }
    }

    private static ReadingFailed notReady(String message) {
        boolean loading = message.toLowerCase(Locale.ROOT).contains("loading");
        return ReadingFailed.notReady(
                loading ? UpstreamState.STARTING : UpstreamState.OVERLOADED,
                message.isEmpty() ? "says that it is not ready" : message);
    }

    private static ReadingFailed failed(UpstreamFailure failure) {
        return switch (failure.kind()) {
            case TIMEOUT -> ReadingFailed.unanswered(UpstreamState.WEDGED, "accepts connections and does not answer");
            case CONNECT, NO_ANSWER, CUT -> ReadingFailed.unanswered(UpstreamState.DOWN, failure.reason());
        };
    }
}
