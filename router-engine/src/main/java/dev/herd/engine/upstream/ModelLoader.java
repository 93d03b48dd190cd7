package dev.herd.engine.upstream;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.KeepAlive;
import dev.herd.engine.protocol.RunnerOptions;
import java.time.Duration;
import java.util.OptionalInt;

/// Loads a model into one Ollama server's memory, or frees it, by an empty prompt. Thread-safe; calls block.
public final class ModelLoader {
    private static final int LONGEST_ANSWER = 1 << 20;

    /// Ollama itself gives a load up after five minutes without any progress.
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(30);

    private final Connections connections;

    public ModelLoader(Connections connections) {
        this.connections = connections;
    }

    /// How long the server keeps the model when nobody asks for it.
    public enum Keep {
        /// As long as any other.
        AS_USUAL,
        FOR_EVER
    }

    /// Loads the model; returns once it is loaded. One that is loaded already is kept so as said.
    ///
    /// @param window context length to load it with; absent: the server's own choice
    /// @throws UpstreamFailure when the server does not do it
    public void load(Holder holder, OptionalInt window, Keep keep) throws UpstreamFailure, InterruptedException {
        ask(holder, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", holder.model().name());
            json.writeBooleanProperty("stream", false);
            if (keep == Keep.FOR_EVER) {
                json.writeNumberProperty(KeepAlive.FIELD, -1);
            }
            window.ifPresent(size -> {
                json.writeObjectPropertyStart("options");
                json.writeNumberProperty(RunnerOptions.WINDOW, size);
                json.writeEndObject();
            });
            json.writeEndObject();
        }));
    }

    /// Frees the memory.
    ///
    /// @throws UpstreamFailure when the server does not do it
    public void unload(Holder holder) throws UpstreamFailure, InterruptedException {
        ask(holder, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", holder.model().name());
            json.writeBooleanProperty("stream", false);
            json.writeNumberProperty(KeepAlive.FIELD, 0);
            json.writeEndObject();
        }));
    }

    private void ask(Holder holder, byte[] body) throws UpstreamFailure, InterruptedException {
        if (holder.upstream().kind() != UpstreamKind.OLLAMA) {
            throw new UpstreamFailure(
                    UpstreamFailure.Kind.NO_ANSWER, "this server loads and frees its models by itself", null);
        }
        try (UpstreamReply reply =
                connections.send(holder.upstream().id(), "POST", "/api/generate", body, LONGEST_LOAD)) {
            byte[] answer = reply.readAll(LONGEST_ANSWER);
            if (reply.status() != 200) {
                throw new UpstreamFailure(UpstreamFailure.Kind.NO_ANSWER, ErrorText.of(answer), null);
            }
        }
    }
}
