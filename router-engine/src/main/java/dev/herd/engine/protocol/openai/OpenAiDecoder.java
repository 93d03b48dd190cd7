package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.inference.InferenceRequest.Prompt;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.RunnerOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client's whole request in neutral form, as Ollama's own compatible routes read it.
final class OpenAiDecoder {
    /// Fields that have the same name and meaning as Ollama's options.
    private static final List<String> SAME_OPTIONS =
            List.of("seed", "frequency_penalty", "presence_penalty", "top_k", "min_p", "repeat_penalty");

    private static final Set<String> FORMAT_KEYS = Set.of("type", "json_schema", "schema");
    private static final Set<String> THINK_KEYS = Set.of("effort", "enable_thinking");

    /// Longest word of a client's that an error repeats.
    private static final int LONGEST_ECHO = 40;

    /// What OpenAI had before tools.
    private static final List<String> OLD_FUNCTIONS = List.of("functions", "function_call");

    private OpenAiDecoder() {}

    static InferenceRequest decode(Envelope envelope) throws BadRequestException {
        JsonFields fields = envelope.fields();
        Operation operation = envelope.endpoint().operation();
        for (String name : OLD_FUNCTIONS) {
            if (fields.get(name) != null) {
                throw new BadRequestException("'" + name + "' is not supported, please use 'tools' and 'tool_choice'");
            }
        }
        return new InferenceRequest(
                operation,
                envelope.stream(),
                operation == Operation.CHAT ? OpenAiMessages.read(fields.array("messages")) : List.of(),
                operation == Operation.COMPLETE ? prompt(fields) : null,
                operation == Operation.EMBED ? inputs(fields) : List.of(),
                operation == Operation.EMBED ? extensionOptions(fields) : options(fields, operation),
                extras(fields, operation),
                OpenAiReader.unread(fields));
    }

    private static Prompt prompt(JsonFields fields) throws BadRequestException {
        JsonSlice prompt = fields.get("prompt");
        if (prompt != null && prompt.isArray()) {
            List<JsonSlice> prompts = prompt.elements();
            prompt = prompts.size() == 1 ? prompts.getFirst() : null;
        }
        if (prompt == null || !prompt.isString()) {
            throw new BadRequestException("'prompt' must be one string");
        }
        String suffix = fields.string("suffix", "");
        return new Prompt(prompt.text(), false, suffix.isEmpty() ? null : suffix, null, List.of());
    }

    private static List<String> inputs(JsonFields fields) throws BadRequestException {
        JsonSlice input = fields.get("input");
        if (input == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonSlice each : input.isArray() ? input.elements() : List.of(input)) {
            if (!each.isString()) {
                throw new BadRequestException("invalid input");
            }
            texts.add(each.text());
        }
        return texts;
    }

    private static SequencedMap<String, String> extensionOptions(JsonFields fields) throws BadRequestException {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        for (JsonFields.Member option : RunnerOptions.of(fields).members()) {
            if (!option.value().isNull()) {
                options.put(option.name(), option.value().raw());
            }
        }
        return options;
    }

    private static SequencedMap<String, String> options(JsonFields fields, Operation operation)
            throws BadRequestException {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        putStop(options, fields.get("stop"));
        JsonSlice most = fields.get("max_completion_tokens");
        put(options, RunnerOptions.LENGTH, most == null ? fields.get("max_tokens") : most);
        put(options, "temperature", fields.get("temperature"));
        put(options, "top_p", fields.get("top_p"));
        for (String name : SAME_OPTIONS) {
            put(options, name, fields.get(name));
        }
        // OpenAI's defaults, which differ from those of most models' files.
        options.putIfAbsent("temperature", "1.0");
        options.putIfAbsent("top_p", "1.0");
        if (operation == Operation.COMPLETE) {
            options.putIfAbsent("frequency_penalty", "0");
            options.putIfAbsent("presence_penalty", "0");
        }
        options.putAll(extensionOptions(fields));
        return options;
    }

    private static void putStop(Map<String, String> options, @Nullable JsonSlice stop) throws BadRequestException {
        if (stop == null) {
            return;
        }
        if (stop.isString()) {
            options.put("stop", "[" + stop.raw() + "]");
        } else if (stop.isArray() && stop.elements().stream().allMatch(JsonSlice::isString)) {
            options.put("stop", stop.raw());
        } else {
            throw new BadRequestException("'stop' must be a string or a list of strings");
        }
    }

    private static void put(Map<String, String> options, String name, @Nullable JsonSlice value)
            throws BadRequestException {
        if (value == null) {
            return;
        }
        if (!value.isNumber()) {
            throw new BadRequestException("'" + name + "' must be a number");
        }
        options.put(name, value.raw());
    }

    private static Map<String, String> extras(JsonFields fields, Operation operation) throws BadRequestException {
        Map<String, String> extras = new LinkedHashMap<>();
        copy(extras, InferenceRequest.TOOLS, fields.get("tools"));
        copy(extras, InferenceRequest.TOOL_CHOICE, fields.get("tool_choice"));
        copy(extras, InferenceRequest.KEEP_ALIVE, fields.get("keep_alive"));
        copy(extras, InferenceRequest.DIMENSIONS, fields.get("dimensions"));
        putFormat(extras, fields);
        putThink(extras, fields);
        putLogprobs(extras, fields, operation);
        if (fields.object("stream_options").bool("include_usage", false)) {
            extras.put(InferenceRequest.INCLUDE_USAGE, "true");
        }
        return extras;
    }

    private static void copy(Map<String, String> extras, String name, @Nullable JsonSlice value) {
        if (value != null) {
            extras.put(name, value.raw());
        }
    }

    private static void putFormat(Map<String, String> extras, JsonFields fields) throws BadRequestException {
        JsonSlice format = fields.get("response_format");
        if (format == null) {
            return;
        }
        JsonFields wanted = format.isObject() ? format.fields().refuseDuplicates(FORMAT_KEYS) : JsonFields.EMPTY;
        String type = wanted.textOrEmpty("type").strip().toLowerCase(Locale.ROOT);
        JsonSlice schema =
                wanted.object("json_schema").refuseDuplicates(FORMAT_KEYS).get("schema");
        if (type.equals("json_object")) {
            extras.put(InferenceRequest.FORMAT, "\"json\"");
        } else if (type.equals("json_schema") && schema != null) {
            extras.put(InferenceRequest.FORMAT, schema.raw());
        } else if (!type.equals("text")) {
            throw new BadRequestException(
                    "'response_format' must be of type 'text', 'json_object', or 'json_schema' with a 'schema'");
        }
    }

    /// Levels that Ollama has no word for get the nearest it has. Without a level, what vLLM and llama.cpp take as a
    /// variable of the template says whether to think at all.
    private static void putThink(Map<String, String> extras, JsonFields fields) throws BadRequestException {
        JsonFields reasoning = fields.object("reasoning").refuseDuplicates(THINK_KEYS);
        String effort = reasoning.get("effort") == null
                ? fields.string("reasoning_effort", "")
                : reasoning.string("effort", "");
        String think = switch (effort) {
            case "" -> "";
            case "none" -> "false";
            case "minimal" -> Json.quoted("low");
            case "low", "medium", "high", "max" -> Json.quoted(effort);
            case "xhigh", "ultra" -> Json.quoted("max");
            default ->
                throw new BadRequestException("invalid reasoning value: '" + cut(effort)
                        + "' (must be \"high\", \"medium\", \"low\", \"max\", or \"none\")");
        };
        JsonSlice enabled = fields.object("chat_template_kwargs")
                .refuseDuplicates(THINK_KEYS)
                .get("enable_thinking");
        if (!think.isEmpty()) {
            extras.put(InferenceRequest.THINK, think);
        } else if (enabled != null && enabled.isBoolean()) {
            extras.put(InferenceRequest.THINK, enabled.raw());
        }
    }

    /// Whether the model is told not to think, or fills a gap, which it does without a thought.
    static boolean thinksNot(JsonFields fields) throws BadRequestException {
        JsonSlice suffix = fields.get("suffix");
        if (suffix != null && !suffix.raw().equals("\"\"")) {
            return true;
        }
        JsonSlice reasoning = fields.get("reasoning");
        JsonSlice effort =
                reasoning != null && reasoning.isObject() ? reasoning.fields().get("effort") : null;
        effort = effort == null ? fields.get("reasoning_effort") : effort;
        if (effort != null && effort.isString() && !effort.text().isEmpty()) {
            return effort.text().equals("none");
        }
        JsonSlice template = fields.get("chat_template_kwargs");
        JsonSlice enabled =
                template != null && template.isObject() ? template.fields().get("enable_thinking") : null;
        return enabled != null && enabled.isBoolean() && !enabled.isTrue();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(LONGEST_ECHO, text.length()));
    }

    /// Chat says whether and how many; completions say how many at once.
    private static void putLogprobs(Map<String, String> extras, JsonFields fields, Operation operation) {
        JsonSlice wanted = fields.get("logprobs");
        if (wanted == null) {
            return;
        }
        if (operation == Operation.COMPLETE && wanted.isNumber()) {
            extras.put(InferenceRequest.LOGPROBS, "true");
            extras.put(InferenceRequest.TOP_LOGPROBS, wanted.raw());
        } else if (wanted.isTrue()) {
            extras.put(InferenceRequest.LOGPROBS, "true");
            copy(extras, InferenceRequest.TOP_LOGPROBS, fields.get("top_logprobs"));
        }
    }
}
