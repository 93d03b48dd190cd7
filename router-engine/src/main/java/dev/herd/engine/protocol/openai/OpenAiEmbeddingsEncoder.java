package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.WholeAnswer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Writes embeddings, as numbers or as base64 of little-endian 32-bit floats, which OpenAI's Python client asks for.
final class OpenAiEmbeddingsEncoder implements ReplyEncoder {
    private final OpenAiAnswer answer;

    OpenAiEmbeddingsEncoder(OpenAiAnswer answer) {
        this.answer = answer;
    }

    @Override
    public String contentType() {
        return answer.contentType();
    }

    @Override
    public byte[] next(InferenceEvent event) {
        return new byte[0];
    }

    @Override
    public byte[] whole(List<InferenceEvent> events) {
        WholeAnswer whole = WholeAnswer.of(events);
        int tokens = whole.finished().usage().prompt();
        return answer.object(json -> {
            json.writeStringProperty("object", "list");
            json.writeArrayPropertyStart("data");
            int index = 0;
            for (String vector : whole.vectorsJson()) {
                embedding(json, vector, index++);
            }
            json.writeEndArray();
            json.writeStringProperty("model", answer.model());
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("prompt_tokens", tokens);
            json.writeNumberProperty("total_tokens", tokens);
            json.writeEndObject();
        });
    }

    private void embedding(JsonGenerator json, String vector, int index) {
        json.writeStartObject();
        json.writeStringProperty("object", "embedding");
        if (answer.base64()) {
            json.writeStringProperty("embedding", base64(vector));
        } else {
            json.writeName("embedding");
            json.writeRawValue(vector);
        }
        json.writeNumberProperty("index", index);
        json.writeEndObject();
    }

    private static String base64(String vector) {
        try {
            return OpenAiVectors.base64(JsonSlice.of(vector).numbers());
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("a decoded vector is not sound", unsound);
        }
    }
}
