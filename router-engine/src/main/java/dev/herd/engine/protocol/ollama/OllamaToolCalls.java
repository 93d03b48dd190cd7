package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/// A tool call as Ollama writes it: whole, with its arguments as an object.
final class OllamaToolCalls {
    private OllamaToolCalls() {}

    /// @param id empty when there is none to tell
    static void write(JsonGenerator json, String id, ToolCall call) {
        json.writeStartObject();
        if (!id.isEmpty()) {
            json.writeStringProperty("id", id);
        }
        json.writeObjectPropertyStart("function");
        json.writeNumberProperty("index", call.index());
        json.writeStringProperty("name", call.name());
        json.writeName("arguments");
        json.writeRawValue(arguments(call.argumentsJson()));
        json.writeEndObject();
        json.writeEndObject();
    }

    /// Arguments that are no JSON object, as a model cut short writes them, stay visible as the text they are.
    private static String arguments(String text) {
        if (text.isBlank()) {
            return "{}";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length).whole().raw();
        } catch (BadRequestException noObject) {
            return Json.quoted(text);
        }
    }
}
