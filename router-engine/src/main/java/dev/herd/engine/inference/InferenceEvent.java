package dev.herd.engine.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens in an answer, whatever the dialect. An answer is any number of [Delta]s or [Vectors], then one
/// [Finished] or [Failed]; an answer that ends without either was cut.
public sealed interface InferenceEvent {

    /// Content: one chunk as the server framed it.
    ///
    /// @param text empty when the chunk has none
    /// @param thinking empty when the chunk has none
    /// @param logprobsJson the array of log probability entries as it stands, null when there is none
    record Delta(
            String text,
            String thinking,
            List<ToolCall> toolCalls,
            @Nullable String logprobsJson) implements InferenceEvent {
        public Delta {
            toolCalls = List.copyOf(toolCalls);
        }

        /// Whether anything in it is content; a chunk that carries only a role is not.
        public boolean isEmpty() {
            return text.isEmpty() && thinking.isEmpty() && toolCalls.isEmpty() && logprobsJson == null;
        }
    }

    /// Embeddings.
    ///
    /// @param vectorsJson each a JSON array of numbers as it stands
    record Vectors(List<String> vectorsJson) implements InferenceEvent {
        public Vectors {
            vectorsJson = List.copyOf(vectorsJson);
        }
    }

    /// The end that the dialect promises.
    record Finished(FinishReason reason, TokenUsage usage, Timings timings) implements InferenceEvent {}

    /// The server gave up, or its answer cannot be read.
    ///
    /// @param stated whether the server itself says so in its answer's bytes
    record Failed(String message, boolean stated) implements InferenceEvent {}
}
