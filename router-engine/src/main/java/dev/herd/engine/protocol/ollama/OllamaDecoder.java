package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.inference.InferenceRequest.Prompt;
import dev.herd.engine.inference.Message;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.Extensions;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.RunnerOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A client's whole request in neutral form.
final class OllamaDecoder {
    private static final List<String> EXTRAS = List.of(
            InferenceRequest.TOOLS,
            InferenceRequest.KEEP_ALIVE,
            InferenceRequest.LOGPROBS,
            InferenceRequest.TOP_LOGPROBS,
            InferenceRequest.DIMENSIONS,
            InferenceRequest.TRUNCATE);

    /// What belongs to Ollama's own templates and token numbers and means nothing elsewhere.
    private static final List<String> OLLAMA_ONLY = List.of("template", "context");

    private static final Set<String> MESSAGE_KEYS =
            Set.of("role", "content", "thinking", "images", "tool_calls", "tool_name", "tool_call_id");
    private static final Set<String> CALL_KEYS = Set.of("id", "function", "name", "arguments");
    private static final Set<String> LEVELS = Set.of("low", "medium", "high", "max");

    /// Members with a neutral form, and Herd's own.
    private static final Set<String> READ = Stream.of(
                    EXTRAS,
                    OLLAMA_ONLY,
                    Extensions.KEYS,
                    List.of("model", "messages", "prompt", "system", "suffix", "raw", "images", "input"),
                    List.of("stream", "options", "format", "think"))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

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
                operation == Operation.EMBED ? inputs(envelope) : List.of(),
                options(fields),
                extras(fields),
                unread(fields));
    }

    private static List<String> unread(JsonFields fields) {
        return fields.members().stream()
                .filter(member -> !member.value().isNull() && !READ.contains(JsonFields.folded(member.name())))
                .map(JsonFields.Member::name)
                .toList();
    }

    private static List<Message> messages(JsonFields fields) throws BadRequestException {
        List<Message> messages = new ArrayList<>();
        for (JsonSlice element : fields.array("messages")) {
            JsonFields message = object(element).refuseDuplicates(MESSAGE_KEYS);
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
            JsonFields call = object(element).refuseDuplicates(CALL_KEYS);
            JsonFields function = call.object("function").refuseDuplicates(CALL_KEYS);
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

    private static JsonFields object(JsonSlice value) throws BadRequestException {
        if (!value.isObject()) {
            throw new BadRequestException("invalid message format");
        }
        return value.fields();
    }

    private static Prompt prompt(JsonFields fields) throws BadRequestException {
        boolean raw = fields.bool("raw", false);
        String system = nullable(fields.string("system", ""));
        if (raw && system != null) {
            throw new BadRequestException("raw mode does not support template, system, or context");
        }
        return new Prompt(
                fields.string("prompt", ""),
                raw,
                nullable(fields.string("suffix", "")),
                system,
                texts(fields.array("images")));
    }

    /// Each route reads a member of its own.
    private static List<String> inputs(Envelope envelope) throws BadRequestException {
        boolean old = envelope.endpoint() == Endpoint.OLLAMA_EMBEDDINGS;
        JsonSlice input = envelope.fields().get(old ? "prompt" : "input");
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
        for (JsonFields.Member option : RunnerOptions.of(fields).members()) {
            if (!option.value().isNull()) {
                options.put(option.name(), option.value().raw());
            }
        }
        return options;
    }

    private static Map<String, String> extras(JsonFields fields) throws BadRequestException {
        Map<String, String> extras = new LinkedHashMap<>();
        for (String name : EXTRAS) {
            JsonSlice value = fields.get(name);
            if (value != null) {
                extras.put(name, value.raw());
            }
        }
        putFormat(extras, fields.get("format"));
        putThink(extras, fields.get("think"));
        return extras;
    }

    /// An empty text means none.
    private static void putFormat(Map<String, String> extras, @Nullable JsonSlice format) throws BadRequestException {
        if (format == null || format.raw().equals("\"\"")) {
            return;
        }
        boolean json = format.isString() && format.text().equals("json");
        if (!json && !format.isObject()) {
            throw new BadRequestException("invalid format; expected \"json\" or a valid JSON Schema object");
        }
        extras.put(InferenceRequest.FORMAT, format.raw());
    }

    private static void putThink(Map<String, String> extras, @Nullable JsonSlice think) throws BadRequestException {
        if (think == null) {
            return;
        }
        if (!think.isBoolean() && !(think.isString() && LEVELS.contains(think.text()))) {
            throw new BadRequestException(
                    "invalid think value (must be \"high\", \"medium\", \"low\", \"max\", true, or false)");
        }
        extras.put(InferenceRequest.THINK, think.raw());
    }

    private static @Nullable String nullable(String text) {
        return text.isEmpty() ? null : text;
    }
}
