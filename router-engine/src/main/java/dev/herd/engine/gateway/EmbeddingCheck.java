package dev.herd.engine.gateway;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.protocol.EmbeddingInputs;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.scheduling.Verdict;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Holds embeddings against what was asked: one vector for each input, none of them empty, and in OpenAI's dialect of
/// the width that was asked for. Clients pair them with their texts by position, so that a list that is too short files
/// texts under others' vectors.
final class EmbeddingCheck {
    private EmbeddingCheck() {}

    /// What is wrong with an answer, null when nothing is.
    static @Nullable Verdict judge(Envelope envelope, List<InferenceEvent> events) {
        if (envelope.endpoint().operation() != Operation.EMBED) {
            return null;
        }
        List<String> vectors = events.stream()
                .filter(InferenceEvent.Vectors.class::isInstance)
                .flatMap(event -> ((InferenceEvent.Vectors) event).vectorsJson().stream())
                .toList();
        int inputs = inputs(envelope);
        if (vectors.size() != inputs) {
            return fault("the model server gave " + vectors.size() + " embeddings for " + inputs + " inputs");
        }
        if (vectors.stream().anyMatch(EmbeddingCheck::isEmpty)) {
            return fault("the model server gave an empty embedding");
        }
        return dimensions(envelope, vectors);
    }

    private static Verdict fault(String message) {
        return new Verdict.NodesFault(message, false);
    }

    /// Ollama cuts vectors to the width asked for and leaves shorter ones as they are, which its own clients know.
    private static @Nullable Verdict dimensions(Envelope envelope, List<String> vectors) {
        JsonSlice dimensions = envelope.fields().get("dimensions");
        OptionalInt wanted = dimensions == null ? OptionalInt.empty() : dimensions.integer();
        if (envelope.endpoint() != Endpoint.OPENAI_EMBEDDINGS || wanted.isEmpty()) {
            return null;
        }
        int width = width(vectors.getFirst());
        return width == wanted.getAsInt()
                ? null
                : new Verdict.RequestsOwn(
                        400, "the model's embeddings have " + width + " dimensions, not " + wanted.getAsInt());
    }

    private static int inputs(Envelope envelope) {
        EmbeddingInputs inputs = EmbeddingInputs.of(envelope);
        return inputs == null ? 1 : inputs.count();
    }

    /// A vector's first digit stands near its begin.
    private static boolean isEmpty(String vector) {
        return vector.chars().noneMatch(Character::isDigit);
    }

    /// Of one that is not empty; numbers hold no commas.
    static int width(String vector) {
        return 1 + (int) vector.chars().filter(letter -> letter == ',').count();
    }
}
