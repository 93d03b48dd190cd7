package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.Extensions;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonEdit;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.ReplyFraming;
import dev.herd.engine.protocol.RunnerOptions;
import dev.herd.engine.protocol.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// OpenAI's API, as its own clients and Ollama's compatible routes speak it.
public final class OpenAiDialect implements Dialect {
    @Override
    public Envelope read(Endpoint endpoint, byte[] body) throws BadRequestException {
        return OpenAiReader.read(endpoint, body);
    }

    @Override
    public InferenceRequest decode(Envelope envelope) throws BadRequestException {
        return OpenAiDecoder.decode(envelope);
    }

    /// Ollama's `options` and `keep_alive`, which this engine accepts as extensions, mean nothing to other servers.
    @Override
    public WireRequest splice(Envelope envelope, Adjustments adjustments) throws BadRequestException {
        JsonFields fields = envelope.fields();
        JsonEdit edit = new JsonEdit(fields)
                .set("model", Json.quoted(adjustments.model()))
                .remove("options")
                .remove("keep_alive");
        Extensions.removeFrom(fields, edit);
        List<String> changes = new ArrayList<>();
        for (JsonFields.Member option : RunnerOptions.of(fields).members()) {
            if (!RunnerOptions.ofRunner(option.name())) {
                changes.add(WireRequest.leftOut(option.name()));
            }
        }
        if (fields.get("keep_alive") != null) {
            changes.add(WireRequest.leftOut("keep_alive"));
        }
        return new WireRequest(envelope.endpoint().path(), edit.bytes(), framing(envelope.endpoint()), changes);
    }

    static ReplyFraming framing(Endpoint endpoint) {
        return switch (endpoint) {
            case OPENAI_CHAT -> ReplyFraming.OPENAI_CHAT;
            case OPENAI_COMPLETIONS -> ReplyFraming.OPENAI_COMPLETION;
            case OPENAI_EMBEDDINGS -> ReplyFraming.OPENAI_EMBEDDINGS;
            case OLLAMA_CHAT, OLLAMA_GENERATE, OLLAMA_EMBED, OLLAMA_EMBEDDINGS ->
                throw new IllegalArgumentException("not one of OpenAI's routes: " + endpoint);
        };
    }

    @Override
    public WireRequest encode(InferenceRequest request, Adjustments adjustments) throws BadRequestException {
        return new OpenAiRequests(request, adjustments).encode();
    }

    @Override
    public ReplyDecoder decoder(ReplyFraming framing) {
        return new OpenAiReplyDecoder(framing);
    }

    @Override
    public ReplyEncoder encoder(Envelope envelope, ReplyContext context) {
        return switch (envelope.endpoint()) {
            case OPENAI_CHAT -> new OpenAiChatEncoder(OpenAiAnswer.of(envelope, context));
            case OPENAI_COMPLETIONS -> new OpenAiCompletionEncoder(OpenAiAnswer.of(envelope, context));
            default -> new OpenAiEmbeddingsEncoder(OpenAiAnswer.of(envelope, context));
        };
    }

    @Override
    public boolean wholeIsStream() {
        return false;
    }

    @Override
    public byte @Nullable [] merged(byte[] body, ReplyFraming framing) {
        return null;
    }

    @Override
    public byte[] joined(List<byte[]> answers, long nanos) {
        return OpenAiVectors.joined(answers);
    }

    @Override
    public byte[] error(int status, String message, @Nullable String code) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", message);
            json.writeStringProperty("type", type(status));
            json.writeNullProperty("param");
            if (code == null) {
                json.writeNullProperty("code");
            } else {
                json.writeStringProperty("code", code);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String type(int status) {
        return switch (status) {
            case 400, 405, 413, 415, 422 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> "api_error";
        };
    }

    /// There is no `[DONE]` behind it, so that no client takes the answer for complete.
    @Override
    public byte[] streamError(int status, String message) {
        String json = new String(error(status, message, null), StandardCharsets.UTF_8);
        return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String errorMessage(byte[] body) {
        return ErrorText.of(body);
    }
}
