package dev.herd.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the message in an upstream's error, whatever its shape.
public final class ErrorText {
    private static final int LONGEST = 2000;

    /// Where servers put the message, the first that holds one wins.
    private static final List<String> NAMES = List.of("error", "message", "detail", "msg");

    private ErrorText() {}

    /// The message in an error's body, or the body's text itself, at most 2,000 characters.
    public static String of(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String message = text.startsWith("{") ? inside(text) : null;
        String found = message == null ? text : message;
        return found.substring(0, Math.min(LONGEST, found.length()));
    }

    private static @Nullable String inside(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return message(JsonFields.of(bytes, 0, bytes.length));
        } catch (BadRequestException notJson) {
            // Then the text itself is all there is to say.
            return null;
        }
    }

    /// The message of an `error` member's value, or of an object with one.
    static @Nullable String message(JsonFields fields) throws BadRequestException {
        for (String name : NAMES) {
            JsonSlice value = fields.get(name);
            if (value == null) {
                continue;
            }
            if (value.isArray()) {
                List<JsonSlice> several = value.elements();
                value = several.isEmpty() ? value : several.getFirst();
            }
            if (value.isObject()) {
                return message(value.fields());
            }
            return value.text();
        }
        return null;
    }

    /// The message of an `error` member, which may be a text or an object with one.
    ///
    /// @param error the member's value
    public static String ofMember(JsonSlice error) throws BadRequestException {
        if (error.isObject()) {
            String inside = message(error.fields());
            return inside == null ? error.raw() : inside;
        }
        return error.text();
    }
}
