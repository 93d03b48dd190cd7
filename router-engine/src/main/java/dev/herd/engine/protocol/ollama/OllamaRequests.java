package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.inference.InferenceRequest.Prompt;
import dev.herd.engine.inference.Message;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.RunnerOptions;
import dev.herd.engine.protocol.WireRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/// Writes a neutral request as Ollama takes it.
final class OllamaRequests {
    private static final List<String> OF_ALL =
            List.of(InferenceRequest.FORMAT, InferenceRequest.THINK, InferenceRequest.KEEP_ALIVE);
    private static final List<String> OF_TEXT = List.of(InferenceRequest.LOGPROBS, InferenceRequest.TOP_LOGPROBS);
    private static final List<String> OF_EMBED =
            List.of(InferenceRequest.DIMENSIONS, InferenceRequest.TRUNCATE, InferenceRequest.KEEP_ALIVE);

    private final InferenceRequest request;
    private final Adjustments adjustments;

    OllamaRequests(InferenceRequest request, Adjustments adjustments) {
        this.request = request;
        this.adjustments = adjustments;
    }

    WireRequest encode() throws BadRequestException {
        OllamaTools tools = OllamaTools.of(request);
        Endpoint endpoint = switch (request.operation()) {
            case CHAT -> Endpoint.OLLAMA_CHAT;
            case COMPLETE -> Endpoint.OLLAMA_GENERATE;
            case EMBED -> Endpoint.OLLAMA_EMBED;
        };
        byte[] body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", adjustments.model());
            switch (request.operation()) {
                case CHAT -> chat(json, tools);
                case COMPLETE -> generate(json);
                case EMBED -> embed(json);
            }
            if (adjustments.refuseCut()) {
                json.writeBooleanProperty(InferenceRequest.TRUNCATE, false);
            }
            options(json);
            json.writeEndObject();
        });
        return new WireRequest(endpoint.path(), body, OllamaDialect.framing(endpoint), changes(tools));
    }

    private List<String> changes(OllamaTools tools) {
        List<String> changes = new ArrayList<>();
        if (!tools.hint().isEmpty()) {
            changes.add("tool_choice->system message");
        }
        if (adjustments.refuseCut()) {
            changes.add(OllamaDialect.REFUSES_CUT);
        }
        request.unread().forEach(name -> changes.add(WireRequest.leftOut(name)));
        return changes;
    }

    private void chat(JsonGenerator json, OllamaTools tools) {
        json.writeArrayPropertyStart("messages");
        tools.hinted(request.messages()).forEach(message -> message(json, message));
        json.writeEndArray();
        if (tools.json() != null) {
            json.writeName(InferenceRequest.TOOLS);
            json.writeRawValue(tools.json());
        }
        json.writeBooleanProperty("stream", request.stream());
        OF_ALL.forEach(name -> extra(json, name));
        OF_TEXT.forEach(name -> extra(json, name));
    }

    private void message(JsonGenerator json, Message message) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role());
        json.writeStringProperty("content", message.content());
        if (!message.thinking().isEmpty()) {
            json.writeStringProperty("thinking", message.thinking());
        }
        strings(json, "images", message.images());
        if (!message.toolCalls().isEmpty()) {
            json.writeArrayPropertyStart("tool_calls");
            message.toolCalls().forEach(call -> OllamaToolCalls.write(json, call.id(), call));
            json.writeEndArray();
        }
        if (message.toolName() != null) {
            json.writeStringProperty("tool_name", message.toolName());
        }
        if (message.toolCallId() != null) {
            json.writeStringProperty("tool_call_id", message.toolCallId());
        }
        json.writeEndObject();
    }

    private void generate(JsonGenerator json) {
        Prompt prompt = request.prompt();
        if (prompt == null) {
            throw new IllegalArgumentException("a completion needs a prompt");
        }
        json.writeStringProperty("prompt", prompt.text());
        if (prompt.suffix() != null) {
            json.writeStringProperty("suffix", prompt.suffix());
        }
        if (prompt.system() != null) {
            json.writeStringProperty("system", prompt.system());
        }
        if (prompt.raw()) {
            json.writeBooleanProperty("raw", true);
        }
        strings(json, "images", prompt.images());
        json.writeBooleanProperty("stream", request.stream());
        OF_ALL.forEach(name -> extra(json, name));
        OF_TEXT.forEach(name -> extra(json, name));
    }

    private void embed(JsonGenerator json) {
        json.writeArrayPropertyStart("input");
        request.inputs().forEach(json::writeString);
        json.writeEndArray();
        OF_EMBED.forEach(name -> extra(json, name));
    }

    private void options(JsonGenerator json) {
        Map<String, String> options = new LinkedHashMap<>(request.options());
        if (adjustments.dropRunnerOptions()) {
            options.keySet().removeIf(RunnerOptions::reloads);
        }
        OptionalInt window = adjustments.window();
        if (window.orElse(-1) == 0) {
            options.remove(RunnerOptions.WINDOW);
        } else {
            window.ifPresent(size -> options.put(RunnerOptions.WINDOW, Integer.toString(size)));
        }
        adjustments.length().ifPresent(tokens -> options.put(RunnerOptions.LENGTH, Integer.toString(tokens)));
        if (options.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("options");
        options.forEach((name, value) -> {
            json.writeName(name);
            json.writeRawValue(value);
        });
        json.writeEndObject();
    }

    private void extra(JsonGenerator json, String name) {
        boolean kept = name.equals(InferenceRequest.KEEP_ALIVE) && adjustments.keepAlive() != null;
        String value = kept ? adjustments.keepAlive() : request.extras().get(name);
        if (value != null) {
            json.writeName(name);
            json.writeRawValue(value);
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        if (!values.isEmpty()) {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
