package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.Message;
import dev.herd.engine.inference.ToolCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes messages. Ollama's may lack the ids that tie a tool's answer to its call: they are made here, the same for a
/// call and its answer, and the same each time a conversation is sent, so that a server's prompt cache holds.
final class OpenAiMessageWriter {
    private record Pending(String id, String name) {}

    private final JsonGenerator json;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int made;

    OpenAiMessageWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(List<Message> messages) {
        messages.forEach(this::message);
    }

    private void message(Message message) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role());
        content(message);
        if (!message.thinking().isEmpty()) {
            json.writeStringProperty("reasoning_content", message.thinking());
        }
        if (!message.toolCalls().isEmpty()) {
            json.writeArrayPropertyStart("tool_calls");
            message.toolCalls().forEach(this::call);
            json.writeEndArray();
        }
        if (message.role().equals("tool")) {
            json.writeStringProperty("tool_call_id", answeredCall(message));
        }
        json.writeEndObject();
    }

    private void content(Message message) {
        if (message.images().isEmpty()) {
            json.writeStringProperty("content", message.content());
            return;
        }
        json.writeArrayPropertyStart("content");
        if (!message.content().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("type", "text");
            json.writeStringProperty("text", message.content());
            json.writeEndObject();
        }
        for (String image : message.images()) {
            json.writeStartObject();
            json.writeStringProperty("type", "image_url");
            json.writeObjectPropertyStart("image_url");
            json.writeStringProperty("url", "data:image/" + format(image) + ";base64," + image);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Told by the first bytes of each format, as base64 shows them.
    private static String format(String base64) {
        if (base64.startsWith("/9j/")) {
            return "jpeg";
        }
        if (base64.startsWith("UklGR")) {
            return "webp";
        }
        return base64.startsWith("R0lGOD") ? "gif" : "png";
    }

    private void call(ToolCall call) {
        String id = call.id().isEmpty() ? "call_" + made++ : call.id();
        pending.add(new Pending(id, call.name()));
        json.writeStartObject();
        json.writeStringProperty("id", id);
        json.writeStringProperty("type", "function");
        json.writeObjectPropertyStart("function");
        json.writeStringProperty("name", call.name());
        json.writeStringProperty("arguments", call.argumentsJson());
        json.writeEndObject();
        json.writeEndObject();
    }

    /// The call that a tool's message answers: the one it names, else the first open one of its function, else the
    /// first open one.
    private String answeredCall(Message message) {
        if (message.toolCallId() != null) {
            pending.removeIf(call -> call.id().equals(message.toolCallId()));
            return message.toolCallId();
        }
        Optional<Pending> sameName = pending.stream()
                .filter(call -> call.name().equals(message.toolName()))
                .findFirst();
        Optional<Pending> answered = sameName.isPresent() ? sameName : Optional.ofNullable(pending.peek());
        answered.ifPresent(pending::remove);
        return answered.map(Pending::id).orElse("call_unknown");
    }
}
