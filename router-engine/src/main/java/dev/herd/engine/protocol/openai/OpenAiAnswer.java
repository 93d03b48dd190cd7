package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.ReplyContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What all parts of one answer have in common.
///
/// @param created seconds since the epoch, the same in each chunk
/// @param stream whether it is written as server-sent events
/// @param includeUsage whether a stream ends with a chunk of token counts
/// @param base64 whether vectors are wanted as base64
record OpenAiAnswer(String uniqueId, String model, long created, boolean stream, boolean includeUsage, boolean base64) {
    /// What Ollama's own route says; some clients compare it between answers.
    private static final String FINGERPRINT = "fp_ollama";

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

    static OpenAiAnswer of(Envelope envelope, ReplyContext context) {
        try {
            JsonFields fields = envelope.fields();
            return new OpenAiAnswer(
                    context.uniqueId(),
                    context.model(),
                    context.clock().instant().getEpochSecond(),
                    envelope.stream(),
                    fields.object("stream_options").bool("include_usage", false),
                    fields.textOrEmpty("encoding_format")
                            .toLowerCase(Locale.ROOT)
                            .equals("base64"));
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("the body has been read before", unsound);
        }
    }

    String contentType() {
        return stream ? "text/event-stream" : "application/json";
    }

    /// One server-sent event.
    byte[] event(Consumer<JsonGenerator> members) {
        var event = new ByteArrayOutputStream(256);
        event.writeBytes(DATA);
        event.writeBytes(Json.line(out -> {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
        }));
        event.write('\n');
        event.write('\n');
        return event.toByteArray();
    }

    /// A whole answer.
    byte[] object(Consumer<JsonGenerator> members) {
        return Json.bytes(out -> {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
            out.writeRaw('\n');
        });
    }

    void head(JsonGenerator json, String idPrefix, String object) {
        json.writeStringProperty("id", idPrefix + uniqueId);
        json.writeStringProperty("object", object);
        json.writeNumberProperty("created", created);
    }

    void modelAndFingerprint(JsonGenerator json) {
        json.writeStringProperty("model", model);
        json.writeStringProperty("system_fingerprint", FINGERPRINT);
    }

    static void usage(JsonGenerator json, TokenUsage usage) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("prompt_tokens", usage.prompt());
        json.writeNumberProperty("completion_tokens", usage.completion());
        json.writeNumberProperty("total_tokens", usage.prompt() + usage.completion());
        if (usage.cached() > 0) {
            json.writeObjectPropertyStart("prompt_tokens_details");
            json.writeNumberProperty("cached_tokens", usage.cached());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    void toolCall(JsonGenerator json, ToolCall call) {
        json.writeStartObject();
        // A fragment behind a call's first has neither id nor name.
        boolean first = !call.name().isEmpty() || !call.id().isEmpty();
        if (first) {
            json.writeStringProperty("id", call.id().isEmpty() ? "call_" + uniqueId + call.index() : call.id());
        }
        json.writeNumberProperty("index", call.index());
        if (first) {
            json.writeStringProperty("type", "function");
        }
        json.writeObjectPropertyStart("function");
        if (first) {
            json.writeStringProperty("name", call.name());
        }
        json.writeStringProperty("arguments", call.argumentsJson());
        json.writeEndObject();
        json.writeEndObject();
    }

    static String label(FinishReason reason) {
        return switch (reason) {
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case STOP, LOAD, UNLOAD -> "stop";
        };
    }
}
