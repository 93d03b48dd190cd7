package dev.herd.engine.protocol;

import dev.herd.engine.inference.Endpoint;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What routing must know of a request, read in one scan of its body, which stays as it came.
///
/// @param body the client's bytes; not to be changed
/// @param fields the top-level members of the body with the places of their values
/// @param model as the client spelled it
/// @param kind what the request is for
/// @param images whether any message carries an image
/// @param window the `num_ctx` asked for
/// @param maxTokens the longest answer asked for; absent when not limited
/// @param promptChars bytes of text in the prompt, images left out
/// @param fewestChars characters of text in the prompt at least
/// @param mayBeCut whether the client lets the server cut the prompt, or gets embeddings, whose inputs servers cut
/// @param thinks whether a model that can think does so for it, which it does unless told not to, and
///     its client has not reckoned with that in its limit of the answer
/// @param prompt what the prompt consists of; nothing for embeddings, of which no server keeps anything
/// @param tools whether the model may call tools
/// @param fallbackModels in order of preference
/// @param tags from `metadata.tags`, at most 32 of at most 64 characters
/// @param user the `user` field, null when there is none
/// @param runnerOptions names of options in the body, other than `num_ctx`, that make Ollama reload a model
public record Envelope(
        Endpoint endpoint,
        byte[] body,
        JsonFields fields,
        String model,
        Kind kind,
        boolean stream,
        boolean images,
        OptionalInt window,
        OptionalInt maxTokens,
        long promptChars,
        long fewestChars,
        boolean mayBeCut,
        boolean thinks,
        PromptBlocks prompt,
        boolean tools,
        List<String> fallbackModels,
        List<String> tags,
        @Nullable String user,
        List<String> runnerOptions) {

    /// What a request is for.
    public enum Kind {
        INFERENCE,
        /// An empty prompt: load the model.
        PRELOAD,
        /// An empty prompt and `keep_alive` 0: unload the model.
        UNLOAD
    }

    public Envelope {
        fallbackModels = List.copyOf(fallbackModels);
        tags = List.copyOf(tags);
        runnerOptions = List.copyOf(runnerOptions);
    }
}
