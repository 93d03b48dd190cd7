package dev.herd.engine.protocol.ollama;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JoinedAnswers;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonArrays;
import dev.herd.engine.protocol.JsonEdit;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.LineBuffer;
import dev.herd.engine.protocol.ReplyFraming;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one whole answer of lines that a server sent although none were asked for: texts are joined, lists put in a
/// row, and of everything else the last line's word stands, fields that Herd does not know included.
final class OllamaMerge {
    private static final Set<String> JOINED_TEXTS = Set.of("content", "response", "thinking");
    private static final Set<String> JOINED_LISTS = Set.of("tool_calls", "logprobs", "images");

    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    private OllamaMerge() {}

    static byte @Nullable [] of(byte[] body, ReplyFraming framing) {
        if (framing != ReplyFraming.OLLAMA_CHAT && framing != ReplyFraming.OLLAMA_GENERATE) {
            return null;
        }
        List<byte[]> lines = lines(body);
        if (lines.size() < 2) {
            return null;
        }
        var whole = new OllamaMerge();
        var message = new OllamaMerge();
        for (byte[] bytes : lines) {
            JsonFields line = parse(bytes, 0, bytes.length);
            whole.add(line);
            message.add(parse(line.get("message")));
        }
        if (framing == ReplyFraming.OLLAMA_CHAT) {
            whole.others.put("message", message.text());
        }
        return whole.text().getBytes(StandardCharsets.UTF_8);
    }

    /// One answer of several to parts of a request for embeddings: everything else is the first one's.
    static byte[] joined(List<byte[]> answers, long nanos) {
        List<JsonFields> all = JoinedAnswers.fields(answers);
        JsonFields first = all.getFirst();
        var edit = new JsonEdit(first)
                .set(
                        "embeddings",
                        JoinedAnswers.array(all.stream()
                                .map(answer -> List.of(embeddings(answer).insideOfArray()))
                                .toList()));
        if (first.get("total_duration") != null) {
            edit.set("total_duration", Long.toString(nanos));
        }
        if (first.get("load_duration") != null) {
            long longest = all.stream()
                    .mapToLong(answer -> answer.whole("load_duration"))
                    .max()
                    .orElse(0);
            edit.set("load_duration", Long.toString(longest));
        }
        if (all.stream().anyMatch(answer -> answer.get("prompt_eval_count") != null)) {
            edit.set("prompt_eval_count", Long.toString(JoinedAnswers.sum(all, "prompt_eval_count")));
        }
        return edit.bytes();
    }

    private static JsonSlice embeddings(JsonFields answer) {
        JsonSlice vectors = answer.get("embeddings");
        if (vectors == null || !vectors.isArray()) {
            throw new IllegalStateException("a decoded answer holds no embeddings");
        }
        return vectors;
    }

    private static List<byte[]> lines(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        var buffer = new LineBuffer();
        LineBuffer.Sink sink = (bytes, start, end) -> lines.add(Arrays.copyOfRange(bytes, start, end));
        buffer.feed(body, 0, body.length, sink);
        buffer.end(sink);
        return lines;
    }

    /// The lines have been decoded before, so that they are known to be sound.
    private static JsonFields parse(byte[] bytes, int start, int end) {
        try {
            return JsonFields.of(bytes, start, end);
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("a decoded line is not sound", unsound);
        }
    }

    private static JsonFields parse(@Nullable JsonSlice value) {
        return value == null || !value.isObject() ? JsonFields.EMPTY : parse(value.bytes(), value.start(), value.end());
    }

    private void add(JsonFields fields) {
        for (JsonFields.Member member : fields.members()) {
            String name = member.name();
            JsonSlice value = member.value();
            if (JOINED_TEXTS.contains(name) && value.isString()) {
                texts.computeIfAbsent(name, key -> new StringBuilder()).append(value.text());
            } else if (JOINED_LISTS.contains(name) && value.isArray()) {
                lists.computeIfAbsent(name, key -> new ArrayList<>()).add(value.raw());
            } else if (!name.equals("message")) {
                others.put(name, value.raw());
            } else {
                // Its place among the others; its value follows when all lines are read.
                others.put(name, "{}");
            }
        }
    }

    private String text() {
        Map<String, String> all = new LinkedHashMap<>();
        others.forEach(all::put);
        texts.forEach((name, text) -> all.put(name, Json.quoted(text.toString())));
        lists.forEach((name, arrays) -> all.put(name, JsonArrays.joined(arrays)));
        return Json.text(json -> {
            json.writeStartObject();
            all.forEach((name, value) -> {
                json.writeName(name);
                json.writeRawValue(value);
            });
            json.writeEndObject();
        });
    }
}
