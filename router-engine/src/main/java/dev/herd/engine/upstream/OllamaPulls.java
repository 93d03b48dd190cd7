package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.LineBuffer;
import dev.herd.engine.pulling.PullLine;
import dev.herd.engine.pulling.PullSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Lets Ollama servers pull models. Thread-safe.
public final class OllamaPulls implements PullSource {
    private static final int LONGEST_ERROR = 1 << 20;

    private final Connections connections;

    public OllamaPulls(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Lines open(UpstreamId upstream, String model, boolean insecure)
            throws BrokenException, RefusedException, InterruptedException {
        byte[] body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            if (insecure) {
                json.writeBooleanProperty("insecure", true);
            }
            json.writeBooleanProperty("stream", true);
            json.writeEndObject();
        });
        try {
            // Without a limit: a server that checks forty gigabytes says nothing for minutes.
            UpstreamReply reply = connections.send(upstream, "POST", "/api/pull", body, null);
            if (reply.status() == 200) {
                return new Reading(reply);
            }
            try (reply) {
                throw new RefusedException(reply.status(), ErrorText.of(reply.readAll(LONGEST_ERROR)));
            }
        } catch (UpstreamFailure failure) {
            throw new BrokenException(failure.reason(), failure);
        }
    }

    /// One answer, line by line.
    private static final class Reading implements Lines {
        private final UpstreamReply reply;
        private final LineBuffer buffer = new LineBuffer();
        private final Deque<PullLine> lines = new ArrayDeque<>();
        private final byte[] bytes = new byte[8192];
        private boolean ended;

        Reading(UpstreamReply reply) {
            this.reply = reply;
        }

        @Override
        public Optional<PullLine> next() throws BrokenException {
            while (lines.isEmpty() && !ended) {
                read();
            }
            return Optional.ofNullable(lines.pollFirst());
        }

        private void read() throws BrokenException {
            try {
                int count = reply.read(bytes);
                if (count < 0) {
                    ended = true;
                    buffer.end(this::line);
                } else if (!buffer.feed(bytes, 0, count, this::line)) {
                    throw new BrokenException("the server's progress is one endless line", null);
                }
            } catch (UpstreamFailure cut) {
                throw new BrokenException(cut.reason(), cut);
            }
        }

        private void line(byte[] from, int start, int end) {
            String text = new String(from, start, end - start, StandardCharsets.UTF_8);
            lines.addLast(parse(text, from, start, end));
        }

        /// A line that cannot be read is passed on all the same.
        private static PullLine parse(String text, byte[] from, int start, int end) {
            try {
                JsonFields fields = JsonFields.of(from, start, end);
                JsonSlice error = fields.get("error");
                return new PullLine(
                        text,
                        fields.textOrEmpty("status"),
                        fields.textOrEmpty("digest"),
                        fields.whole("total"),
                        fields.whole("completed"),
                        error == null ? "" : ErrorText.ofMember(error));
            } catch (BadRequestException unreadable) {
                return new PullLine(text, "", "", 0, 0, "");
            }
        }

        @Override
        public void close() {
            reply.close();
        }
    }
}
