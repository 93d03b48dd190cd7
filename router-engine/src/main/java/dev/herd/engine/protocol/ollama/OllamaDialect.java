package dev.herd.engine.protocol.ollama;

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
import dev.herd.engine.protocol.KeepAlive;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.ReplyFraming;
import dev.herd.engine.protocol.RunnerOptions;
import dev.herd.engine.protocol.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Ollama's own API.
public final class OllamaDialect implements Dialect {
    /// What is told of a prompt that must not be cut.
    static final String REFUSES_CUT = "truncate unset->false";

    @Override
    public Envelope read(Endpoint endpoint, byte[] body) throws BadRequestException {
        return OllamaReader.read(endpoint, body);
    }

    @Override
    public InferenceRequest decode(Envelope envelope) throws BadRequestException {
        return OllamaDecoder.decode(envelope);
    }

    @Override
    public WireRequest splice(Envelope envelope, Adjustments adjustments) throws BadRequestException {
        JsonFields fields = envelope.fields();
        JsonEdit edit = new JsonEdit(fields).set("model", Json.quoted(adjustments.model()));
        Extensions.removeFrom(fields, edit);
        if (adjustments.keepAlive() != null) {
            edit.set(KeepAlive.FIELD, adjustments.keepAlive());
        }
        JsonFields options = RunnerOptions.of(fields);
        JsonEdit optionsEdit = new JsonEdit(options);
        OptionalInt window = adjustments.window();
        if (window.orElse(-1) == 0) {
            optionsEdit.remove(RunnerOptions.WINDOW);
        } else {
            window.ifPresent(size -> optionsEdit.set(RunnerOptions.WINDOW, Integer.toString(size)));
        }
        if (adjustments.dropRunnerOptions()) {
            RunnerOptions.in(options).forEach(optionsEdit::remove);
        }
        adjustments.length().ifPresent(tokens -> optionsEdit.set(RunnerOptions.LENGTH, Integer.toString(tokens)));
        if (optionsEdit.changesAnything()) {
            edit.set("options", optionsEdit.text());
        }
        List<String> changes = List.of();
        if (adjustments.refuseCut() && fields.get(InferenceRequest.TRUNCATE) == null) {
            edit.set(InferenceRequest.TRUNCATE, "false");
            changes = List.of(REFUSES_CUT);
        }
        Endpoint endpoint = envelope.endpoint();
        return new WireRequest(endpoint.path(), edit.bytes(), framing(endpoint), changes);
    }

    static ReplyFraming framing(Endpoint endpoint) {
        return switch (endpoint) {
            case OLLAMA_CHAT -> ReplyFraming.OLLAMA_CHAT;
            case OLLAMA_GENERATE -> ReplyFraming.OLLAMA_GENERATE;
            case OLLAMA_EMBED -> ReplyFraming.OLLAMA_EMBED;
            case OLLAMA_EMBEDDINGS -> ReplyFraming.OLLAMA_EMBEDDING;
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS ->
                throw new IllegalArgumentException("not one of Ollama's routes: " + endpoint);
        };
    }

    @Override
    public WireRequest encode(InferenceRequest request, Adjustments adjustments) throws BadRequestException {
        return new OllamaRequests(request, adjustments).encode();
    }

    @Override
    public ReplyDecoder decoder(ReplyFraming framing) {
        return new OllamaReplyDecoder(framing);
    }

    @Override
    public ReplyEncoder encoder(Envelope envelope, ReplyContext context) {
        return new OllamaReplyEncoder(envelope, context);
    }

    @Override
    public boolean wholeIsStream() {
        return true;
    }

    @Override
    public byte @Nullable [] merged(byte[] body, ReplyFraming framing) {
        return OllamaMerge.of(body, framing);
    }

    @Override
    public byte[] joined(List<byte[]> answers, long nanos) {
        return OllamaMerge.joined(answers, nanos);
    }

    @Override
    public byte[] error(int status, String message, @Nullable String code) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("error", message);
            json.writeEndObject();
        });
    }

    @Override
    public byte[] streamError(int status, String message) {
        return (new String(error(status, message, null), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String errorMessage(byte[] body) {
        return ErrorText.of(body);
    }
}
