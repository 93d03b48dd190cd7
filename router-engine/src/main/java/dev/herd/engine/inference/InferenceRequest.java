package dev.herd.engine.inference;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One request in neutral form, for an upstream of another dialect than the client's. Values whose exact text matters
/// (numbers, schemas, tools) are kept as JSON text.
///
/// @param operation which of `messages` (CHAT), `prompt` (COMPLETE) and `inputs` (EMBED) is meant
/// @param prompt null unless COMPLETE
/// @param inputs texts to embed
/// @param options sampling options by their Ollama names (`temperature`, `top_p`, `seed`, `stop`, `num_predict`, …),
///     values as JSON text, in the client's order; `num_ctx` and other runner options included
/// @param extras other fields by their neutral names, values as JSON text; see the constants
/// @param unread names of fields in the client's body that have no neutral form
public record InferenceRequest(
        Operation operation,
        boolean stream,
        List<Message> messages,
        @Nullable Prompt prompt,
        List<String> inputs,
        SequencedMap<String, String> options,
        Map<String, String> extras,
        List<String> unread) {

    /// The tools as OpenAI and Ollama both write them: an array.
    public static final String TOOLS = "tools";

    /// Which tool to use, as OpenAI writes it.
    public static final String TOOL_CHOICE = "tool_choice";

    /// Structured output as Ollama writes it: `"json"` or a JSON schema.
    public static final String FORMAT = "format";

    /// Thinking as Ollama writes it: `true`, `false` or a level's name. Unset is not false.
    public static final String THINK = "think";

    /// How long the model stays loaded, as Ollama writes it.
    public static final String KEEP_ALIVE = "keep_alive";

    /// `true` when log probabilities are wanted.
    public static final String LOGPROBS = "logprobs";

    /// How many alternatives per token.
    public static final String TOP_LOGPROBS = "top_logprobs";

    /// Width of the vectors.
    public static final String DIMENSIONS = "dimensions";

    /// `true` when inputs longer than the window may be cut (Ollama).
    public static final String TRUNCATE = "truncate";

    /// `true` when a stream ends with a usage chunk (OpenAI's `stream_options.include_usage`).
    public static final String INCLUDE_USAGE = "include_usage";

    public InferenceRequest {
        messages = List.copyOf(messages);
        inputs = List.copyOf(inputs);
        extras = Map.copyOf(extras);
        unread = List.copyOf(unread);
    }

    /// A text to continue.
    ///
    /// @param raw whether the text goes to the model without the template
    /// @param suffix what follows the gap to fill, null when there is none
    /// @param system null when the client gave none
    /// @param images base64
    public record Prompt(
            String text,
            boolean raw,
            @Nullable String suffix,
            @Nullable String system,
            List<String> images) {
        public Prompt {
            images = List.copyOf(images);
        }
    }
}
