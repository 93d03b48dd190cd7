package dev.herd.engine.upstream;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.RunnerOptions;
import java.util.random.RandomGenerator;

/// Asks an Ollama server something small, to measure how fast it reads and writes. Thread-safe; calls block.
public final class ProbeClient {
    private static final int LONGEST_ANSWER = 1 << 16;

    /// A made-up word of five digits makes about three tokens.
    private static final int TOKENS_PER_WORD = 3;

    private final Connections connections;
    private final RandomGenerator chance;

    public ProbeClient(Connections connections, RandomGenerator chance) {
        this.connections = connections;
        this.chance = chance;
    }

    /// What the server measured, in tokens and nanoseconds.
    public record Measures(int promptTokens, int answerTokens, long load, long prompt, long answer, long total) {}

    /// @param window what the model is loaded with, so that it is not loaded anew; 0 to name none
    /// @throws UpstreamFailure when there is no answer
    public Measures ask(Holder holder, int window, int promptTokens, int answerTokens)
            throws UpstreamFailure, InterruptedException {
        byte[] body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", holder.model().name());
            json.writeStringProperty("prompt", words(promptTokens / TOKENS_PER_WORD));
            json.writeBooleanProperty("raw", true);
            json.writeBooleanProperty("stream", false);
            json.writeObjectPropertyStart("options");
            json.writeNumberProperty("num_predict", answerTokens);
            if (window > 0) {
                json.writeNumberProperty(RunnerOptions.WINDOW, window);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
        try (UpstreamReply reply = connections.send(holder.upstream().id(), "POST", "/api/generate", body, null)) {
            byte[] answer = reply.readAll(LONGEST_ANSWER);
            if (reply.status() != 200) {
                throw new UpstreamFailure(UpstreamFailure.Kind.NO_ANSWER, ErrorText.of(answer), null);
            }
            return read(answer);
        }
    }

    /// Never the same twice, which a cache would answer.
    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(10_000 + chance.nextInt(90_000)).append(' ');
        }
        return text.toString();
    }

    private static Measures read(byte[] answer) throws UpstreamFailure {
        try {
            JsonFields fields = JsonFields.of(answer, 0, answer.length);
            return new Measures(
                    (int) fields.whole("prompt_eval_count"),
                    (int) fields.whole("eval_count"),
                    fields.whole("load_duration"),
                    fields.whole("prompt_eval_duration"),
                    fields.whole("eval_duration"),
                    fields.whole("total_duration"));
        } catch (BadRequestException unreadable) {
            throw new UpstreamFailure(UpstreamFailure.Kind.NO_ANSWER, unreadable.reason(), unreadable);
        }
    }
}
