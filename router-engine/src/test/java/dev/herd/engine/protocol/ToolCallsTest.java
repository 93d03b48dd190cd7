package dev.herd.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.inference.ToolCall;
import org.junit.jupiter.api.Test;

class ToolCallsTest {
    private final ToolCalls calls = new ToolCalls();

    private void add(int index, String id, String name, String arguments) {
        calls.add(new ToolCall(index, id, name, arguments));
    }

    @Test
    void fragmentsMakeOneCall() {
        add(0, "call_1", "get", "");
        add(0, "", "", "{\"a\"");
        add(0, "", "", ":1.10}");

        assertThat(calls.all()).containsExactly(new ToolCall(0, "call_1", "get", "{\"a\":1.10}"));
    }

    @Test
    void aCallIsGivenOnceAndWhenALaterOneHasBegun() {
        add(0, "a", "f", "{}");
        assertThat(calls.takeComplete()).isEmpty();
        add(1, "b", "g", "{\"x\":");
        assertThat(calls.takeComplete()).containsExactly(new ToolCall(0, "a", "f", "{}"));
        assertThat(calls.takeComplete()).isEmpty();
        add(1, "", "", "1}");
        assertThat(calls.takeRest()).containsExactly(new ToolCall(1, "b", "g", "{\"x\":1}"));
        assertThat(calls.takeRest()).isEmpty();
    }

    @Test
    void callsWhoseFragmentsComeInTurnsStayWhole() {
        add(0, "a", "f", "{\"x\":{}");
        add(1, "b", "g", "{");
        assertThat(calls.takeComplete()).isEmpty();
        add(0, "", "", ",\"y\":2}");
        add(1, "", "", "}");
        assertThat(calls.takeComplete()).containsExactly(new ToolCall(0, "a", "f", "{\"x\":{},\"y\":2}"));
        assertThat(calls.takeRest()).containsExactly(new ToolCall(1, "b", "g", "{}"));
    }
}
