package dev.herd.engine.realserver;

import java.util.List;

/// One question in each dialect that Herd speaks, and how its stream ends well.
///
/// @param start of the body; ends inside of the object
/// @param end what only a whole stream holds
record Question(String path, String start, String end) {
    /// An answer without end, since nothing limits it.
    static final List<Question> ENDLESS = List.of(
            new Question(
                    "/api/chat",
                    "{\"model\":\"tiny-count\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                            + "\"options\":{\"num_predict\":-1}",
                    "\"done\":true"),
            new Question(
                    "/api/generate",
                    "{\"model\":\"tiny-count\",\"prompt\":\"x\",\"options\":{\"num_predict\":-1}",
                    "\"done\":true"),
            new Question(
                    "/v1/chat/completions",
                    "{\"model\":\"tiny-count\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]",
                    "[DONE]"),
            new Question("/v1/completions", "{\"model\":\"tiny-count\",\"prompt\":\"x\"", "[DONE]"));

    String streamed() {
        return start + ",\"stream\":true}";
    }

    String whole() {
        return start + ",\"stream\":false}";
    }
}
