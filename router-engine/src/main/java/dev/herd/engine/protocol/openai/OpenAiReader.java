package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.BodyScan;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.Extensions;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.ModelName;
import dev.herd.engine.protocol.PromptBlocks;
import dev.herd.engine.protocol.RunnerOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a client's request as far as routing needs it, and refuses what no server would take.
final class OpenAiReader {
    private static final Set<String> KEYS = Stream.concat(
                    Extensions.KEYS.stream(),
                    Stream.of(
                            "model",
                            "stream",
                            "messages",
                            "prompt",
                            "input",
                            "options",
                            "keep_alive",
                            "max_tokens",
                            "max_completion_tokens",
                            "temperature",
                            "top_p",
                            "top_k",
                            "min_p",
                            "repeat_penalty",
                            "seed",
                            "stop",
                            "n",
                            "tools",
                            "tool_choice",
                            "response_format",
                            "reasoning_effort",
                            "reasoning",
                            "stream_options",
                            "logprobs",
                            "top_logprobs",
                            "frequency_penalty",
                            "presence_penalty",
                            "chat_template_kwargs",
                            "functions",
                            "function_call",
                            "suffix",
                            "dimensions",
                            "encoding_format"))
            .collect(Collectors.toUnmodifiableSet());

    /// What changes a prompt from its beginning on (docs/decisions/0022-prefixes.md).
    private static final Map<String, String> SETTINGS = Map.of(
            "tool_choice", "\"auto\"",
            "functions", "[]",
            "function_call", "\"auto\"",
            "reasoning_effort", "",
            "reasoning", "{}",
            "chat_template_kwargs", "{}");

    private OpenAiReader() {}

    private static boolean isNone(@Nullable JsonSlice toolChoice) {
        return toolChoice != null && toolChoice.isString() && toolChoice.text().equals("none");
    }

    static Envelope read(Endpoint endpoint, byte[] body) throws BadRequestException {
        if (BodyScan.isBlank(body)) {
            throw new BadRequestException("EOF");
        }
        BodyScan scan = BodyScan.of(body);
        JsonFields fields = scan.fields();
        fields.refuseDuplicates(KEYS);
        String model = ModelName.read(fields);
        refuseUnserved(endpoint, fields);
        if (scan.remote()) {
            throw new BadRequestException(
                    "image URLs are not currently supported, please use base64 encoded data instead");
        }
        JsonFields options = RunnerOptions.of(fields);
        Extensions extensions = Extensions.read(fields);
        boolean embeds = endpoint.operation() == Operation.EMBED;
        PromptBlocks prompt = embeds ? PromptBlocks.NONE : scan.prompt().behind(fields, SETTINGS);
        return new Envelope(
                endpoint,
                body,
                fields,
                model,
                Envelope.Kind.INFERENCE,
                !embeds && fields.bool("stream", false),
                scan.images(),
                RunnerOptions.window(options),
                maxTokens(fields, options),
                scan.promptChars(),
                scan.fewestChars(),
                embeds,
                !OpenAiDecoder.thinksNot(fields) && !reckonsWithThoughts(fields),
                prompt,
                prompt.tools() && !isNone(fields.get("tool_choice")),
                extensions.fallbackModels(),
                extensions.tags(),
                extensions.user(),
                RunnerOptions.in(options));
    }

    /// Members that Herd knows no meaning of, or that mean nothing to any other dialect's servers.
    static List<String> unread(JsonFields fields) {
        return fields.members().stream()
                .filter(member -> !member.value().isNull() && !KEYS.contains(JsonFields.folded(member.name())))
                .map(JsonFields.Member::name)
                .toList();
    }

    private static void refuseUnserved(Endpoint endpoint, JsonFields fields) throws BadRequestException {
        JsonSlice choices = fields.get("n");
        if (choices != null && choices.whole() > 1) {
            throw new BadRequestException("only one choice per request is supported: 'n' must be 1");
        }
        switch (endpoint.operation()) {
            case CHAT -> {
                JsonSlice messages = fields.get("messages");
                if (messages == null || messages.isEmptyArray()) {
                    throw new BadRequestException("[] is too short - 'messages'");
                }
                if (!messages.isArray()) {
                    throw new BadRequestException("'messages' must be a list");
                }
            }
            case COMPLETE -> {
                if (fields.get("prompt") == null) {
                    throw new BadRequestException("prompt is required");
                }
            }
            case EMBED -> refuseInput(fields);
        }
    }

    private static void refuseInput(JsonFields fields) throws BadRequestException {
        JsonSlice input = fields.get("input");
        boolean sound = input != null && (input.isString() || isList(input));
        if (!sound) {
            throw new BadRequestException("invalid input");
        }
        String format = fields.string("encoding_format", "");
        if (!List.of("", "float", "base64").contains(format.toLowerCase(Locale.ROOT))) {
            throw new BadRequestException(
                    "Invalid value for 'encoding_format' = " + format + ". Supported values: ['float', 'base64'].");
        }
        JsonSlice dimensions = fields.get("dimensions");
        if (dimensions != null && dimensions.whole() < 1) {
            throw new BadRequestException("'dimensions' must be a whole number above 0");
        }
    }

    /// Texts, the tokens of one text, or those of several.
    private static boolean isList(JsonSlice input) throws BadRequestException {
        if (!input.isArray() || input.isEmptyArray()) {
            return false;
        }
        List<JsonSlice> inputs = input.elements();
        if (inputs.stream().allMatch(JsonSlice::isString) || inputs.stream().allMatch(JsonSlice::isNumber)) {
            return true;
        }
        for (JsonSlice each : inputs) {
            if (!each.isArray() || !each.elements().stream().allMatch(JsonSlice::isNumber)) {
                return false;
            }
        }
        return true;
    }

    /// OpenAI's newer limit includes thoughts by its definition. A client that also says how much to think knows that;
    /// others have only followed the newer name.
    private static boolean reckonsWithThoughts(JsonFields fields) {
        return fields.get("max_completion_tokens") != null
                && (fields.get("reasoning_effort") != null || fields.get("reasoning") != null);
    }

    private static OptionalInt maxTokens(JsonFields fields, JsonFields options) {
        for (JsonSlice value : new @Nullable JsonSlice[] {
            options.get(RunnerOptions.LENGTH), fields.get("max_completion_tokens"), fields.get("max_tokens")
        }) {
            if (value != null) {
                return positive(value);
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt positive(@Nullable JsonSlice value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        OptionalInt whole = value.integer();
        return whole.isPresent() && whole.getAsInt() > 0 ? whole : OptionalInt.empty();
    }
}
