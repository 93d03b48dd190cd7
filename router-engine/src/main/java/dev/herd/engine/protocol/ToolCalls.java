package dev.herd.engine.protocol;

import dev.herd.engine.inference.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Puts the calls of one answer together, whose arguments may come in fragments.
public final class ToolCalls {
    private final List<ToolCall> calls = new ArrayList<>();
    private int handedOut;

    /// Adds a call or a fragment of one.
    public void add(ToolCall part) {
        for (int i = handedOut; i < calls.size(); i++) {
            ToolCall known = calls.get(i);
            if (known.index() == part.index()) {
                calls.set(
                        i,
                        new ToolCall(
                                known.index(),
                                known.id().isEmpty() ? part.id() : known.id(),
                                known.name().isEmpty() ? part.name() : known.name(),
                                known.argumentsJson() + part.argumentsJson()));
                return;
            }
        }
        calls.add(part);
    }

    public boolean isEmpty() {
        return calls.isEmpty();
    }

    /// All calls.
    public List<ToolCall> all() {
        return List.copyOf(calls);
    }

    /// The calls that are complete, each given once: a later one has begun, and their arguments are a whole object, to
    /// which nothing can be added.
    public List<ToolCall> takeComplete() {
        int end = handedOut;
        while (end < calls.size() - 1 && isWhole(calls.get(end).argumentsJson())) {
            end++;
        }
        return take(end);
    }

    private static boolean isWhole(String arguments) {
        if (!arguments.stripTrailing().endsWith("}")) {
            return false;
        }
        byte[] bytes = arguments.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length).whole().isObject();
        } catch (BadRequestException incomplete) {
            return false;
        }
    }

    /// The calls not given yet, at the answer's end.
    public List<ToolCall> takeRest() {
        return take(calls.size());
    }

    private List<ToolCall> take(int end) {
        if (end <= handedOut) {
            return List.of();
        }
        List<ToolCall> taken = List.copyOf(calls.subList(handedOut, end));
        handedOut = end;
        return taken;
    }
}
