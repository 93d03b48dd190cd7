package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.inference.InferenceRequest.Prompt;
import dev.herd.engine.inference.Message;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A client's whole request in neutral form.
final class OllamaDecoder {
    private static final List<String> EXTRAS = List.of(
            InferenceRequest.TOOLS,
            InferenceRequest.FORMAT,
            InferenceRequest.THINK,
            InferenceRequest.KEEP_ALIVE,
            InferenceRequest.LOGPROBS,
            InferenceRequest.TOP_LOGPROBS,
            InferenceRequest.DIMENSIONS,
            InferenceRequest.TRUNCATE);

    /// What belongs to Ollama's own templates and token numbers and means nothing elsewhere.
    private static final List<String> OLLAMA_ONLY = List.of("template", "context");

    private OllamaDecoder() {}

    static InferenceRequest decode(Envelope envelope) throws BadRequestException {
        JsonFields fields = envelope.fields();
        for (String name : OLLAMA_ONLY) {
            JsonSlice value = fields.get(name);
            if (value != null && !value.raw().equals("\"\"") && !value.isEmptyArray()) {
                throw new BadRequestException("\"" + name + "\" needs an Ollama server, and none has the model");
            }
        }
        Operation operation = envelope.endpoint().operation();
        return new InferenceRequest(
                operation,
                envelope.stream(),
                operation == Operation.CHAT ? messages(fields) : List.of(),
                operation == Operation.COMPLETE ? prompt(fields) : null,
                operation == Operation.EMBED ? inputs(fields) : List.of(),
                options(fields),
                extras(fields));
    }

    private static List<Message> messages(JsonFields fields) throws BadRequestException {
        List<Message> messages = new ArrayList<>();
        for (JsonSlice element : fields.array("messages")) {
            JsonFields message = element.fields();
            messages.add(new Message(
                    message.string("role", ""),
                    message.string("content", ""),
                    message.string("thinking", ""),
                    texts(message.array("images")),
                    toolCalls(message),
                    nullable(message.textOrEmpty("tool_name")),
                    nullable(message.textOrEmpty("tool_call_id"))));
        }
        return messages;
    }

    private static List<ToolCall> toolCalls(JsonFields message) throws BadRequestException {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonSlice element : message.array("tool_calls")) {
            JsonFields call = element.fields();
            JsonFields function = call.object("function");
            JsonSlice arguments = function.get("arguments");
            if (arguments != null && !arguments.isObject()) {
                throw new BadRequestException("a tool call's \"arguments\" must be an object");
            }
            calls.add(new ToolCall(
                    calls.size(),
                    call.textOrEmpty("id"),
                    function.string("name", ""),
                    arguments == null ? "{}" : arguments.raw()));
        }
        return calls;
    }

    private static Prompt prompt(JsonFields fields) throws BadRequestException {
        return new Prompt(
                fields.string("prompt", ""),
                fields.bool("raw", false),
                nullable(fields.string("suffix", "")),
                nullable(fields.string("system", "")),
                texts(fields.array("images")));
    }

    private static List<String> inputs(JsonFields fields) throws BadRequestException {
        JsonSlice input = fields.get("input");
        if (input == null) {
            input = fields.get("prompt");
        }
        if (input == null) {
            return List.of();
        }
        return input.isArray() ? texts(input.elements()) : texts(List.of(input));
    }

    private static List<String> texts(List<JsonSlice> values) throws BadRequestException {
        List<String> texts = new ArrayList<>();
        for (JsonSlice value : values) {
            if (!value.isString()) {
                throw new BadRequestException("invalid input type");
            }
            texts.add(value.text());
        }
        return texts;
    }

    private static SequencedMap<String, String> options(JsonFields fields) throws BadRequestException {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        for (JsonFields.Member option : fields.object("options").members()) {
            if (!option.value().isNull()) {
                options.put(option.name(), option.value().raw());
            }
        }
        return options;
    }

    private static Map<String, String> extras(JsonFields fields) {
        Map<String, String> extras = new LinkedHashMap<>();
        for (String name : EXTRAS) {
            JsonSlice value = fields.get(name);
            if (value != null && !value.raw().equals("\"\"")) {
                extras.put(name, value.raw());
            }
        }
        return extras;
    }

    private static @Nullable String nullable(String text) {
        return text.isEmpty() ? null : text;
    }
}
