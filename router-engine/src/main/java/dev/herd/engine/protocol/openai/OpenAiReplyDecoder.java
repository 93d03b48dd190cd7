package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Failed;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.LineBuffer;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.protocol.ReplyFraming;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Reads server-sent events, or one whole object; which of the two it is, the first byte tells.
final class OpenAiReplyDecoder implements ReplyDecoder {
    private static final int DATA_PREFIX = "data:".length();
    private static final double NANOS_PER_MILLI = 1e6;

    private final ReplyFraming framing;
    private final LineBuffer lines = new LineBuffer();
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private boolean begun;
    private boolean isWhole;
    private FinishReason reason = FinishReason.STOP;
    private TokenUsage usage = TokenUsage.NONE;
    private Timings timings = Timings.NONE;

    OpenAiReplyDecoder(ReplyFraming framing) {
        this.framing = framing;
    }

    @Override
    public List<InferenceEvent> feed(byte[] bytes, int offset, int length) {
        int from = offset;
        if (!begun) {
            while (from < offset + length && bytes[from] <= ' ') {
                from++;
            }
            if (from == offset + length) {
                return List.of();
            }
            begun = true;
            isWhole = bytes[from] == '{';
        }
        int count = offset + length - from;
        if (isWhole) {
            whole.write(bytes, from, count);
            return List.of();
        }
        List<InferenceEvent> events = new ArrayList<>();
        if (!lines.feed(bytes, from, count, (line, start, end) -> line(line, start, end, events))) {
            events.add(new Failed("a line of the model server's answer is too long", false));
        }
        return events;
    }

    @Override
    public List<InferenceEvent> end() {
        List<InferenceEvent> events = new ArrayList<>();
        if (!isWhole) {
            lines.end((line, start, end) -> lastLine(line, start, end, events));
            return events;
        }
        byte[] body = whole.toByteArray();
        try {
            whole(JsonFields.of(body, 0, body.length), events);
        } catch (BadRequestException malformed) {
            if (!malformed.reason().equals("unexpected EOF")) {
                events.add(malformedAnswer(malformed));
            }
        }
        return events;
    }

    private static Failed malformedAnswer(BadRequestException why) {
        return new Failed("the model server's answer is malformed: " + why.reason(), false);
    }

    private void line(byte[] line, int start, int end, List<InferenceEvent> events) {
        try {
            data(line, start, end, events);
        } catch (BadRequestException malformed) {
            events.add(malformedAnswer(malformed));
        }
    }

    /// A piece of a line is a cut answer, not a malformed one.
    private void lastLine(byte[] line, int start, int end, List<InferenceEvent> events) {
        try {
            data(line, start, end, events);
        } catch (BadRequestException malformed) {
            if (!malformed.reason().equals("unexpected EOF")) {
                events.add(malformedAnswer(malformed));
            }
        }
    }

    private void data(byte[] line, int start, int end, List<InferenceEvent> events) throws BadRequestException {
        if (!startsWith(line, start, end, "data:")) {
            // Names, ids and comments of events carry nothing here.
            return;
        }
        int from = start + DATA_PREFIX;
        while (from < end && line[from] == ' ') {
            from++;
        }
        if (startsWith(line, from, end, "[DONE]")) {
            events.add(new Finished(reason, usage, timings));
            return;
        }
        if (from < end) {
            chunk(JsonFields.of(line, from, end), events);
        }
    }

    private static boolean startsWith(byte[] line, int start, int end, String text) {
        if (end - start < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (line[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void chunk(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        if (failed(fields, events)) {
            return;
        }
        counts(fields);
        List<JsonSlice> choices = fields.array("choices");
        if (choices.isEmpty()) {
            return;
        }
        JsonFields choice = choices.getFirst().fields();
        Delta delta = delta(choice, choice.object("delta"));
        if (!delta.isEmpty()) {
            events.add(delta);
        }
        finish(choice);
    }

    private static boolean failed(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        JsonSlice error = fields.get("error");
        if (error != null) {
            events.add(new Failed(ErrorText.ofMember(error), true));
        }
        return error != null;
    }

    private void whole(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        if (failed(fields, events)) {
            return;
        }
        counts(fields);
        if (framing == ReplyFraming.OPENAI_EMBEDDINGS) {
            vectors(fields, events);
            return;
        }
        List<JsonSlice> choices = fields.array("choices");
        if (choices.isEmpty()) {
            events.add(new Failed("the model server's answer holds no choice", false));
            return;
        }
        JsonFields choice = choices.getFirst().fields();
        events.add(delta(choice, choice.object("message")));
        finish(choice);
        events.add(new Finished(reason, usage, timings));
    }

    private static void vectors(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        List<JsonSlice> data = fields.array("data");
        String[] vectors = new String[data.size()];
        int position = 0;
        for (JsonSlice element : data) {
            JsonFields entry = element.fields();
            JsonSlice index = entry.get("index");
            JsonSlice vector = entry.get("embedding");
            int place = index == null ? position : (int) index.whole();
            boolean sound = vector != null && place >= 0 && place < vectors.length && vectors[place] == null;
            if (!sound || vector == null) {
                events.add(new Failed("the model server's answer holds no sound embeddings", false));
                return;
            }
            vectors[place] = vector.isString() ? OpenAiVectors.numbers(vector.text()) : vector.raw();
            position++;
        }
        events.add(new Vectors(List.of(vectors)));
        int tokens = (int) fields.object("usage").whole("prompt_tokens");
        events.add(new Finished(FinishReason.STOP, new TokenUsage(tokens, 0, 0), Timings.NONE));
    }

    private Delta delta(JsonFields choice, JsonFields message) throws BadRequestException {
        String text =
                framing == ReplyFraming.OPENAI_COMPLETION ? choice.textOrEmpty("text") : message.textOrEmpty("content");
        String reasoning = message.textOrEmpty("reasoning");
        JsonSlice logprobs = choice.object("logprobs").get("content");
        return new Delta(
                text,
                reasoning.isEmpty() ? message.textOrEmpty("reasoning_content") : reasoning,
                toolCalls(message),
                logprobs == null ? null : logprobs.raw());
    }

    /// Whole calls, or fragments of them: their index says which call they belong to.
    private static List<ToolCall> toolCalls(JsonFields message) throws BadRequestException {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonSlice element : message.array("tool_calls")) {
            JsonFields call = element.fields();
            JsonFields function = call.object("function");
            JsonSlice index = call.get("index");
            JsonSlice arguments = function.get("arguments");
            calls.add(new ToolCall(
                    index == null ? calls.size() : (int) index.whole(),
                    call.textOrEmpty("id"),
                    function.textOrEmpty("name"),
                    arguments == null ? "" : arguments.text()));
        }
        return calls;
    }

    private void finish(JsonFields choice) {
        switch (choice.textOrEmpty("finish_reason")) {
            case "length" -> reason = FinishReason.LENGTH;
            case "tool_calls", "function_call" -> reason = FinishReason.TOOL_CALLS;
            case "content_filter" -> reason = FinishReason.CONTENT_FILTER;
            case "stop" -> reason = FinishReason.STOP;
            default -> {}
        }
    }

    /// Token counts, and llama.cpp's own measurements where they are told.
    private void counts(JsonFields fields) throws BadRequestException {
        JsonSlice told = fields.get("usage");
        if (told != null && told.isObject()) {
            JsonFields counts = told.fields();
            usage = new TokenUsage(
                    (int) counts.whole("prompt_tokens"),
                    (int) counts.object("prompt_tokens_details").whole("cached_tokens"),
                    (int) counts.whole("completion_tokens"));
        }
        JsonFields measured = fields.object("timings");
        JsonSlice generated = measured.get("predicted_ms");
        JsonSlice prompt = measured.get("prompt_ms");
        if (generated != null && prompt != null) {
            long generateNanos = (long) (generated.number() * NANOS_PER_MILLI);
            long promptNanos = (long) (prompt.number() * NANOS_PER_MILLI);
            timings = new Timings(0, 0, promptNanos, generateNanos);
        }
    }
}
