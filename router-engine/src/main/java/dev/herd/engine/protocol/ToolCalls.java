package dev.herd.engine.protocol;

import dev.herd.engine.inference.ToolCall;
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

    /// The calls that are complete because a later one has begun, each given once.
    public List<ToolCall> takeComplete() {
        return take(calls.size() - 1);
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
