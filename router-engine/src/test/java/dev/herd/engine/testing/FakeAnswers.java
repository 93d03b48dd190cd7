package dev.herd.engine.testing;

import java.util.ArrayList;
import java.util.List;

/// What a fake server says: one element per chunk, the dialect's end in the last.
final class FakeAnswers {
    /// Eleven tokens, as a tiny real model says them.
    static final List<String> WORDS =
            List.of("The", " fleet", " answers", " in", " order", ":", " gr", "öße", " ✓", " done", ".");

    private static final String COUNTS = "\"total_duration\":50000000,\"load_duration\":1000000,"
            + "\"prompt_eval_count\":26,\"prompt_eval_duration\":9000000,\"eval_count\":11,\"eval_duration\":40000000";

    private FakeAnswers() {}

    static List<String> ollamaLines(String model, boolean chat, List<String> words) {
        List<String> lines = new ArrayList<>();
        for (String word : words) {
            lines.add("{\"model\":\"" + model + "\",\"created_at\":\"2026-11-23T13:41:13.805018153Z\","
                    + text(chat, word) + ",\"done\":false}\n");
        }
        lines.add("{\"model\":\"" + model + "\",\"created_at\":\"2026-11-23T13:41:13.9Z\"," + text(chat, "")
                + ",\"done\":true,\"done_reason\":\"stop\"," + COUNTS + "}\n");
        return lines;
    }

    static String ollamaWhole(String model, boolean chat, String text) {
        return "{\"model\":\"" + model + "\",\"created_at\":\"2026-11-23T13:41:13.9Z\"," + text(chat, text)
                + ",\"done\":true,\"done_reason\":\"stop\"," + COUNTS + "}";
    }

    private static String text(boolean chat, String word) {
        return chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + word + "\"}"
                : "\"response\":\"" + word + "\"";
    }

    static String ollamaLoaded(String model, boolean chat, String reason) {
        return "{\"model\":\"" + model + "\",\"created_at\":\"2026-11-23T13:41:13.9Z\"," + text(chat, "")
                + ",\"done\":true,\"done_reason\":\"" + reason + "\"}";
    }

    static List<String> openAiEvents(String model, List<String> words) {
        List<String> events = new ArrayList<>();
        for (String word : words) {
            events.add("data: " + openAiChunk(model, "{\"role\":\"assistant\",\"content\":\"" + word + "\"}", "null")
                    + "\n\n");
        }
        events.add("data: " + openAiChunk(model, "{}", "\"stop\"") + "\n\ndata: {\"id\":\"c1\",\"object\":"
                + "\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model + "\",\"choices\":[],\"usage\":"
                + "{\"prompt_tokens\":26,\"completion_tokens\":11,\"total_tokens\":37}}\n\ndata: [DONE]\n\n");
        return events;
    }

    private static String openAiChunk(String model, String delta, String finish) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
                + "\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}";
    }

    static String openAiWhole(String model, String text) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"" + model
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":26,\"completion_tokens\":11,"
                + "\"total_tokens\":37}}";
    }
}
