package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.BodyScan;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.Extensions;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.KeepAlive;
import dev.herd.engine.protocol.ModelName;
import dev.herd.engine.protocol.PromptBlocks;
import dev.herd.engine.protocol.RunnerOptions;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a client's request as far as routing needs it.
final class OllamaReader {
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
                            "images",
                            "format",
                            "tools",
                            "think",
                            "system",
                            "suffix",
                            "raw",
                            "template",
                            "context",
                            "logprobs",
                            "top_logprobs",
                            "dimensions",
                            "truncate"))
            .collect(Collectors.toUnmodifiableSet());

    /// What changes a prompt from its beginning on (docs/decisions/0022-prefixes.md).
    private static final Map<String, String> SETTINGS =
            Map.of("think", "", "raw", "false", "template", "\"\"", "context", "[]");

    private OllamaReader() {}

    static Envelope read(Endpoint endpoint, byte[] body) throws BadRequestException {
        if (BodyScan.isBlank(body)) {
            throw new BadRequestException("missing request body");
        }
        BodyScan scan = BodyScan.of(body);
        JsonFields fields = scan.fields();
        fields.refuseDuplicates(KEYS);
        String model = ModelName.read(fields);
        if (scan.remote()) {
            throw new BadRequestException("image URLs are not supported, use base64 encoded data instead");
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
                kind(endpoint, fields),
                endpoint.streamsByDefault() && fields.bool("stream", true),
                scan.images(),
                RunnerOptions.window(options),
                positive(options.get(RunnerOptions.LENGTH)),
                scan.promptChars(),
                scan.fewestChars(),
                embeds || isTrue(fields.get("truncate")),
                thinks(fields),
                prompt,
                prompt.tools(),
                extensions.fallbackModels(),
                extensions.tags(),
                extensions.user(),
                RunnerOptions.in(options));
    }

    /// Text that goes past the template, or fills a gap, is answered without a thought.
    private static boolean thinks(JsonFields fields) {
        JsonSlice think = fields.get("think");
        boolean off = think != null && think.isBoolean() && !think.isTrue();
        return !off && !isTrue(fields.get("raw")) && isBlank(fields.get("suffix"));
    }

    private static boolean isTrue(@Nullable JsonSlice value) {
        return value != null && value.isTrue();
    }

    private static boolean isBlank(@Nullable JsonSlice text) {
        return text == null || text.raw().equals("\"\"");
    }

    /// Ollama loads or unloads the model where there is nothing to answer, on its routes for embeddings too.
    private static Envelope.Kind kind(Endpoint endpoint, JsonFields fields) throws BadRequestException {
        boolean empty = switch (endpoint) {
            case OLLAMA_CHAT -> isEmptyList(fields);
            case OLLAMA_GENERATE, OLLAMA_EMBEDDINGS ->
                fields.string("prompt", "").isEmpty();
            case OLLAMA_EMBED -> isEmptyInput(fields.get("input"));
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> false;
        };
        if (!empty) {
            return Envelope.Kind.INFERENCE;
        }
        return KeepAlive.isZero(fields.get(KeepAlive.FIELD)) ? Envelope.Kind.UNLOAD : Envelope.Kind.PRELOAD;
    }

    private static boolean isEmptyInput(@Nullable JsonSlice input) {
        return input == null || input.isEmptyArray() || input.raw().equals("\"\"");
    }

    private static boolean isEmptyList(JsonFields fields) throws BadRequestException {
        JsonSlice messages = fields.get("messages");
        if (messages != null && !messages.isArray()) {
            throw new BadRequestException("\"messages\" must be a list");
        }
        return messages == null || messages.isEmptyArray();
    }

    private static OptionalInt positive(@Nullable JsonSlice value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        OptionalInt whole = value.integer();
        return whole.isPresent() && whole.getAsInt() > 0 ? whole : OptionalInt.empty();
    }
}
