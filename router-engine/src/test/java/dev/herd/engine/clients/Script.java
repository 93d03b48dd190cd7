package dev.herd.engine.clients;

import java.util.List;

/// Answers of the fake servers that [dev.herd.engine.testing.FakeUpstream] does not give by itself.
final class Script {
    private static final String OLLAMA = "{\"model\":\"tiny\",\"created_at\":\"2026-11-23T13:41:14.2Z\",\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"";
    private static final String OLLAMA_END = ",\"done\":true,\"done_reason\":\"stop\",\"total_duration\":50000000,"
            + "\"load_duration\":1000000,\"prompt_eval_count\":26,\"prompt_eval_duration\":9000000,\"eval_count\":17,"
            + "\"eval_duration\":40000000}";
    private static final String WEATHER = "{\"id\":\"call_a\",\"function\":{\"index\":0,\"name\":\"get_weather\","
            + "\"arguments\":{\"city\":\"Paris\",\"days\":3}}}";
    private static final String TIME = "{\"id\":\"call_b\",\"function\":{\"index\":1,\"name\":\"get_time\","
            + "\"arguments\":{\"zone\":\"CET\"}}}";

    private static final String OPENAI = "{\"id\":\"c1\",\"object\":\"chat.completion%s\",\"created\":1,"
            + "\"model\":\"tiny\",\"choices\":[{\"index\":0,\"%s\":{\"role\":\"assistant\",%s},\"finish_reason\":%s}]%s}";
    private static final String USAGE =
            ",\"usage\":{\"prompt_tokens\":26,\"completion_tokens\":17,\"total_tokens\":43}";
    private static final String CALL =
            "{\"index\":%d,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\","
                    + "\"arguments\":\"%s\"}}";
    private static final String REST = "{\"index\":0,\"function\":{\"arguments\":\"\\\"Paris\\\",\\\"days\\\":3}\"}}";

    private Script() {}

    static List<String> toolCalls(Servers.Kind kind) {
        if (kind == Servers.Kind.FAKE_OLLAMA) {
            return List.of(
                    OLLAMA + "\",\"tool_calls\":[" + WEATHER + "]},\"done\":false}\n",
                    OLLAMA + "\",\"tool_calls\":[" + TIME + "]},\"done\":false}\n",
                    OLLAMA + "\"}" + OLLAMA_END + "\n");
        }
        // The first call comes in two pieces.
        String first = CALL.formatted(0, "call_a", "get_weather", "{\\\"city\\\":");
        String second = CALL.formatted(1, "call_b", "get_time", "{\\\"zone\\\":\\\"CET\\\"}");
        return List.of(
                event("\"tool_calls\":[" + first + "]", "null"),
                event("\"tool_calls\":[" + REST + "]", "null"),
                event("\"tool_calls\":[" + second + "]", "null"),
                event("\"content\":\"\"", "\"tool_calls\"") + "data: [DONE]\n\n");
    }

    private static String event(String delta, String finish) {
        return "data: " + OPENAI.formatted(".chunk", "delta", delta, finish, "") + "\n\n";
    }

    static String toolCallsWhole(Servers.Kind kind) {
        if (kind == Servers.Kind.FAKE_OLLAMA) {
            return OLLAMA + "\",\"tool_calls\":[" + WEATHER + "," + TIME + "]}" + OLLAMA_END;
        }
        String first = CALL.formatted(0, "call_a", "get_weather", "{\\\"city\\\":\\\"Paris\\\",\\\"days\\\":3}");
        String second = CALL.formatted(1, "call_b", "get_time", "{\\\"zone\\\":\\\"CET\\\"}");
        String calls = "\"content\":null,\"tool_calls\":[" + first + "," + second + "]";
        return OPENAI.formatted("", "message", calls, "\"tool_calls\"", USAGE);
    }

    /// @param text escaped as inside of a JSON string
    static String whole(Servers.Kind kind, String text) {
        return kind == Servers.Kind.FAKE_OLLAMA
                ? OLLAMA + text + "\"}" + OLLAMA_END
                : OPENAI.formatted("", "message", "\"content\":\"" + text + "\"", "\"stop\"", USAGE);
    }
}
