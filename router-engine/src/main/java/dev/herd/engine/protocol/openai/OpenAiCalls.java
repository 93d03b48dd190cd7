package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the tool calls of one answer: whole ones and fragments.
///
/// Their index says which call a fragment belongs to, where servers count right. Some leave it out and some give every
/// call the same, so that another name with another id begins a call whatever its index; calls are counted anew here.
final class OpenAiCalls {
    private final Map<Long, ToolCall> begun = new HashMap<>();
    private @Nullable ToolCall latest;
    private int count;

    /// @param message a message or a delta
    List<ToolCall> read(JsonFields message) throws BadRequestException {
        List<JsonSlice> elements = message.array("tool_calls");
        if (elements.isEmpty()) {
            return List.of();
        }
        List<ToolCall> calls = new ArrayList<>();
        for (JsonSlice element : elements) {
            calls.add(call(element.fields()));
        }
        return calls;
    }

    private ToolCall call(JsonFields call) throws BadRequestException {
        JsonFields function = call.object("function");
        JsonSlice index = call.get("index");
        JsonSlice arguments = function.get("arguments");
        String id = call.textOrEmpty("id");
        String name = function.textOrEmpty("name");
        String fragment = arguments == null ? "" : arguments.text();
        ToolCall known = index == null ? latest : begun.get(index.whole());
        ToolCall read;
        if (known == null || isAnother(known, id, name)) {
            read = new ToolCall(count++, id, name, fragment);
            known = read;
        } else {
            read = new ToolCall(known.index(), id, name, fragment);
            known = known.name().isEmpty() ? read : known;
        }
        latest = known;
        if (index != null) {
            begun.put(index.whole(), known);
        }
        return read;
    }

    private static boolean isAnother(ToolCall known, String id, String name) {
        boolean same = !id.isEmpty() && id.equals(known.id());
        return !name.isEmpty() && !known.name().isEmpty() && !same;
    }
}
