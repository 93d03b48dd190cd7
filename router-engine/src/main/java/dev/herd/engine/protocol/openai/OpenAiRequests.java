package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.inference.InferenceRequest.Prompt;
import dev.herd.engine.inference.Message;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.RunnerOptions;
import dev.herd.engine.protocol.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes a neutral request as OpenAI-compatible servers take it.
final class OpenAiRequests {
    /// Options that have the same name there; those behind the sixth are llama.cpp's, and partly vLLM's.
    private static final List<String> SAME = List.of(
            "temperature",
            "top_p",
            "seed",
            "stop",
            "frequency_penalty",
            "presence_penalty",
            "top_k",
            "min_p",
            "repeat_penalty",
            "repeat_last_n",
            "typical_p",
            "mirostat",
            "mirostat_tau",
            "mirostat_eta");

    /// These servers keep their models loaded and cut no input.
    private static final List<String> UNSAID = List.of(InferenceRequest.KEEP_ALIVE, InferenceRequest.TRUNCATE);

    private final InferenceRequest request;
    private final Adjustments adjustments;

    OpenAiRequests(InferenceRequest request, Adjustments adjustments) {
        this.request = request;
        this.adjustments = adjustments;
    }

    WireRequest encode() throws BadRequestException {
        Endpoint endpoint = endpoint();
        if (endpoint == Endpoint.OPENAI_COMPLETIONS && !prompt().images().isEmpty()) {
            throw new BadRequestException("images with \"raw\" or \"suffix\" need an Ollama server");
        }
        byte[] body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", adjustments.model());
            switch (endpoint) {
                case OPENAI_CHAT -> chat(json);
                case OPENAI_COMPLETIONS -> completion(json);
                default -> embeddings(json);
            }
            json.writeEndObject();
        });
        return new WireRequest(endpoint.path(), body, OpenAiDialect.framing(endpoint), changes(endpoint));
    }

    private List<String> changes(Endpoint endpoint) {
        List<String> changes = new ArrayList<>();
        for (String option : request.options().keySet()) {
            boolean told = RunnerOptions.ofRunner(option);
            boolean said = endpoint != Endpoint.OPENAI_EMBEDDINGS
                    && (SAME.contains(option) || option.equals(RunnerOptions.LENGTH));
            if (!told && !said) {
                changes.add(WireRequest.leftOut(option));
            }
        }
        for (String extra : UNSAID) {
            if (request.extras().containsKey(extra)) {
                changes.add(WireRequest.leftOut(extra));
            }
        }
        request.unread().forEach(name -> changes.add(WireRequest.leftOut(name)));
        return changes;
    }

    /// A prompt that is to go through the model's template is a chat of one message; only raw text and gaps to fill are
    /// completions there.
    private Endpoint endpoint() {
        Prompt prompt = request.prompt();
        return switch (request.operation()) {
            case CHAT -> Endpoint.OPENAI_CHAT;
            case EMBED -> Endpoint.OPENAI_EMBEDDINGS;
            case COMPLETE ->
                prompt != null && (prompt.raw() || prompt.suffix() != null)
                        ? Endpoint.OPENAI_COMPLETIONS
                        : Endpoint.OPENAI_CHAT;
        };
    }

    private Prompt prompt() {
        Prompt prompt = request.prompt();
        if (prompt == null) {
            throw new IllegalArgumentException("a completion needs a prompt");
        }
        return prompt;
    }

    private List<Message> messages() {
        if (request.operation() == Operation.CHAT) {
            return request.messages();
        }
        Prompt prompt = prompt();
        List<Message> messages = new ArrayList<>();
        if (prompt.system() != null) {
            messages.add(new Message("system", prompt.system(), "", List.of(), List.of(), null, null));
        }
        messages.add(new Message("user", prompt.text(), "", prompt.images(), List.of(), null, null));
        return messages;
    }

    private void chat(JsonGenerator json) {
        json.writeArrayPropertyStart("messages");
        new OpenAiMessageWriter(json).write(messages());
        json.writeEndArray();
        raw(json, "tools", request.extras().get(InferenceRequest.TOOLS));
        raw(json, "tool_choice", request.extras().get(InferenceRequest.TOOL_CHOICE));
        format(json);
        think(json);
        raw(json, "logprobs", request.extras().get(InferenceRequest.LOGPROBS));
        raw(json, "top_logprobs", request.extras().get(InferenceRequest.TOP_LOGPROBS));
        sampling(json);
    }

    private void completion(JsonGenerator json) {
        Prompt prompt = prompt();
        json.writeStringProperty("prompt", prompt.text());
        if (prompt.suffix() != null) {
            json.writeStringProperty("suffix", prompt.suffix());
        }
        format(json);
        if ("true".equals(request.extras().get(InferenceRequest.LOGPROBS))) {
            raw(json, "logprobs", request.extras().getOrDefault(InferenceRequest.TOP_LOGPROBS, "0"));
        }
        sampling(json);
    }

    private void embeddings(JsonGenerator json) {
        json.writeArrayPropertyStart("input");
        request.inputs().forEach(json::writeString);
        json.writeEndArray();
        raw(json, "dimensions", request.extras().get(InferenceRequest.DIMENSIONS));
        json.writeStringProperty("encoding_format", "float");
    }

    private void sampling(JsonGenerator json) {
        for (String name : SAME) {
            raw(json, name, request.options().get(name));
        }
        // vLLM's and MLX's name for it.
        raw(json, "repetition_penalty", request.options().get("repeat_penalty"));
        length(json, request.options().get(RunnerOptions.LENGTH));
        json.writeBooleanProperty("stream", request.stream());
        if (request.stream()) {
            json.writeObjectPropertyStart("stream_options");
            json.writeBooleanProperty("include_usage", true);
            json.writeEndObject();
        }
    }

    /// None, or one below 1, means no limit in Ollama, which is what saying nothing means here.
    private static void length(JsonGenerator json, @Nullable String most) {
        if (most == null) {
            return;
        }
        OptionalInt tokens = JsonSlice.of(most).integer();
        if (tokens.isEmpty()) {
            raw(json, "max_tokens", most);
        } else if (tokens.getAsInt() > 0) {
            json.writeNumberProperty("max_tokens", tokens.getAsInt());
        }
    }

    private void format(JsonGenerator json) {
        String format = request.extras().get(InferenceRequest.FORMAT);
        if (format == null) {
            return;
        }
        json.writeObjectPropertyStart("response_format");
        if (format.startsWith("{")) {
            json.writeStringProperty("type", "json_schema");
            json.writeObjectPropertyStart("json_schema");
            json.writeStringProperty("name", "answer");
            raw(json, "schema", format);
            json.writeEndObject();
        } else {
            json.writeStringProperty("type", "json_object");
        }
        json.writeEndObject();
    }

    /// Levels have a field of their own; whether to think at all is a variable of the model's template, which vLLM,
    /// SGLang and llama.cpp take under this name and others ignore.
    private void think(JsonGenerator json) {
        String think = request.extras().get(InferenceRequest.THINK);
        if (think == null) {
            return;
        }
        if (think.startsWith("\"")) {
            // Few servers know a level above "high", and those that do not refuse it.
            String level = JsonSlice.of(think).text();
            json.writeStringProperty("reasoning_effort", level.equals("max") ? "high" : level);
        } else {
            json.writeObjectPropertyStart("chat_template_kwargs");
            raw(json, "enable_thinking", think);
            json.writeEndObject();
        }
    }

    private static void raw(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeName(name);
            json.writeRawValue(value);
        }
    }
}
