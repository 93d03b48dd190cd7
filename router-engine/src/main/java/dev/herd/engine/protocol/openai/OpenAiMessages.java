package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.Message;
import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the messages of a chat. Each content part becomes a message of its own, so that the prompt is the same token
/// for token as behind Ollama's own route.
final class OpenAiMessages {
    private static final List<String> IMAGE_HEADS = List.of(
            "data:;base64,",
            "data:image/jpeg;base64,",
            "data:image/jpg;base64,",
            "data:image/png;base64,",
            "data:image/webp;base64,");

    private static final Set<String> MESSAGE_KEYS =
            Set.of("role", "content", "reasoning", "reasoning_content", "tool_calls", "tool_call_id", "name");
    private static final Set<String> PART_KEYS =
            Set.of("type", "text", "image_url", "input_audio", "url", "data", "id", "function", "name", "arguments");

    /// The function of each call, by the call's id; where ids repeat, the last call's.
    private final Map<String, String> calledFunctions = new HashMap<>();

    private final List<Message> messages = new ArrayList<>();

    private OpenAiMessages() {}

    static List<Message> read(List<JsonSlice> elements) throws BadRequestException {
        var reader = new OpenAiMessages();
        List<JsonFields> source = new ArrayList<>();
        for (JsonSlice element : elements) {
            JsonFields message = object(element).refuseDuplicates(MESSAGE_KEYS);
            source.add(message);
            for (ToolCall call : toolCalls(message)) {
                reader.calledFunctions.put(call.id(), call.name());
            }
        }
        for (JsonFields message : source) {
            reader.add(message);
        }
        return reader.messages;
    }

    private static JsonFields object(JsonSlice value) throws BadRequestException {
        if (!value.isObject()) {
            throw new BadRequestException("invalid message format");
        }
        return value.fields();
    }

    private void add(JsonFields message) throws BadRequestException {
        String role = role(message.string("role", ""));
        List<ToolCall> calls = toolCalls(message);
        String thinking = thinking(message);
        String callId = emptyToNull(message.textOrEmpty("tool_call_id"));
        String toolName = role.equalsIgnoreCase("tool") ? toolName(message, callId) : null;
        JsonSlice content = message.get("content");
        if (content != null && content.isArray()) {
            addParts(role, content, new Message(role, "", thinking, List.of(), calls, toolName, callId));
            return;
        }
        // An assistant may have said nothing, in a call or before a refusal.
        if (content == null && !role.equals("assistant") && message.get("tool_calls") == null) {
            throw new BadRequestException("invalid message content type: <nil>");
        }
        if (content != null && !content.isString()) {
            throw new BadRequestException("invalid message content type");
        }
        String text = content == null ? "" : content.text();
        messages.add(new Message(role, text, thinking, List.of(), calls, toolName, callId));
    }

    private static String role(String role) {
        return role.equals("developer") ? "system" : role;
    }

    private static String thinking(JsonFields message) {
        String reasoning = message.textOrEmpty("reasoning");
        return reasoning.isEmpty() ? message.textOrEmpty("reasoning_content") : reasoning;
    }

    /// @param whole what the message says besides its parts, which goes with the last of them
    private void addParts(String role, JsonSlice content, Message whole) throws BadRequestException {
        List<Message> parts = new ArrayList<>();
        for (JsonSlice element : content.elements()) {
            parts.add(part(role, object(element).refuseDuplicates(PART_KEYS)));
        }
        if (parts.isEmpty()) {
            parts.add(new Message(role, "", "", List.of(), List.of(), null, null));
        }
        Message last = parts.removeLast();
        messages.addAll(parts);
        messages.add(new Message(
                role,
                last.content(),
                whole.thinking(),
                last.images(),
                whole.toolCalls(),
                whole.toolName(),
                whole.toolCallId()));
    }

    private static Message part(String role, JsonFields part) throws BadRequestException {
        return switch (part.textOrEmpty("type")) {
            case "text" -> new Message(role, part.string("text", ""), "", List.of(), List.of(), null, null);
            case "image_url" -> ofImage(role, image(part));
            case "input_audio" ->
                ofImage(
                        role,
                        base64(
                                part.object("input_audio")
                                        .refuseDuplicates(PART_KEYS)
                                        .string("data", ""),
                                "invalid input_audio format"));
            default -> throw new BadRequestException("invalid message format");
        };
    }

    /// Ollama takes audio for models that hear in the place of images.
    private static Message ofImage(String role, String base64) {
        return new Message(role, "", "", List.of(base64), List.of(), null, null);
    }

    private static String image(JsonFields part) throws BadRequestException {
        JsonSlice value = part.get("image_url");
        String url = value == null
                ? ""
                : value.isObject() ? value.fields().refuseDuplicates(PART_KEYS).string("url", "") : value.text();
        for (String head : IMAGE_HEADS) {
            if (url.startsWith(head)) {
                return base64(url.substring(head.length()), "invalid image input");
            }
        }
        throw new BadRequestException("invalid image input");
    }

    private static String base64(String text, String problem) throws BadRequestException {
        // Go, which reads it there, leaves line breaks out.
        String data = text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? text : text.replaceAll("[\r\n]", "");
        try {
            if (Base64.getDecoder().decode(data.getBytes(StandardCharsets.ISO_8859_1)).length > 0) {
                return data;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new BadRequestException(problem);
        }
        throw new BadRequestException(problem);
    }

    private static List<ToolCall> toolCalls(JsonFields message) throws BadRequestException {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonSlice element : message.array("tool_calls")) {
            JsonFields call = object(element).refuseDuplicates(PART_KEYS);
            JsonFields function = call.object("function").refuseDuplicates(PART_KEYS);
            calls.add(new ToolCall(
                    calls.size(),
                    call.textOrEmpty("id"),
                    function.string("name", ""),
                    arguments(function.get("arguments"))));
        }
        return calls;
    }

    /// Arguments are an object's JSON text inside of a string; a call without any may say nothing.
    private static String arguments(@Nullable JsonSlice value) throws BadRequestException {
        String text = value == null ? "" : value.text().strip();
        if (text.isEmpty() || text.equals("null")) {
            return "{}";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length).whole().raw();
        } catch (BadRequestException malformed) {
            throw new BadRequestException("invalid tool call arguments");
        }
    }

    private @Nullable String toolName(JsonFields message, @Nullable String callId) {
        String name = message.textOrEmpty("name");
        if (!name.isEmpty() || callId == null) {
            return emptyToNull(name);
        }
        return emptyToNull(calledFunctions.getOrDefault(callId, ""));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
