package dev.herd.engine.protocol.ollama;

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
import org.jspecify.annotations.Nullable;

/// Reads lines of JSON, or one whole object, which is a line too where it is not spread over many for people to read.
final class OllamaReplyDecoder implements ReplyDecoder {
    private final ReplyFraming framing;
    private final LineBuffer lines = new LineBuffer();

    /// What has come of an object whose first line is not whole; null when answers come line by line.
    private @Nullable ByteArrayOutputStream spread;

    private boolean begun;
    private int calls;

    OllamaReplyDecoder(ReplyFraming framing) {
        this.framing = framing;
    }

    @Override
    public List<InferenceEvent> feed(byte[] bytes, int offset, int length) {
        List<InferenceEvent> events = new ArrayList<>();
        if (!lines.feed(bytes, offset, length, (line, start, end) -> read(line, start, end, events))) {
            events.add(tooLong());
        }
        return events;
    }

    private static Failed tooLong() {
        return new Failed("a line of the model server's answer is too long", false);
    }

    @Override
    public List<InferenceEvent> end() {
        List<InferenceEvent> events = new ArrayList<>();
        lines.end((line, start, end) -> last(line, start, end, events));
        if (spread != null) {
            byte[] whole = spread.toByteArray();
            spread = null;
            last(whole, 0, whole.length, events);
        }
        return events;
    }

    private void read(byte[] line, int start, int end, List<InferenceEvent> events) {
        if (spread != null) {
            keep(spread, line, start, end, events);
            return;
        }
        try {
            object(JsonFields.of(line, start, end), events);
        } catch (BadRequestException malformed) {
            if (begun || !malformed.isCut()) {
                events.add(malformedAnswer(malformed));
            } else {
                spread = new ByteArrayOutputStream();
                keep(spread, line, start, end, events);
            }
        }
        begun = true;
    }

    private static void keep(ByteArrayOutputStream kept, byte[] line, int start, int end, List<InferenceEvent> events) {
        if (kept.size() + (end - start) > LineBuffer.LONGEST) {
            events.add(tooLong());
            return;
        }
        kept.write(line, start, end - start);
        kept.write('\n');
    }

    /// What no line break follows. A piece of an object is a cut answer, not a malformed one.
    private void last(byte[] line, int start, int end, List<InferenceEvent> events) {
        if (spread != null) {
            keep(spread, line, start, end, events);
            return;
        }
        try {
            object(JsonFields.of(line, start, end), events);
        } catch (BadRequestException malformed) {
            if (!malformed.isCut()) {
                events.add(malformedAnswer(malformed));
            }
        }
    }

    private static Failed malformedAnswer(BadRequestException why) {
        return new Failed("the model server's answer is malformed: " + why.reason(), false);
    }

    private void object(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        JsonSlice error = fields.get("error");
        if (error != null) {
            events.add(new Failed(ErrorText.ofMember(error), true));
            return;
        }
        switch (framing) {
            case OLLAMA_CHAT -> chunk(fields, fields.object("message"), "content", events);
            case OLLAMA_GENERATE -> chunk(fields, fields, "response", events);
            case OLLAMA_EMBED -> vectors(fields, fields.get("embeddings"), events);
            case OLLAMA_EMBEDDING -> vector(fields, events);
            case OPENAI_CHAT, OPENAI_COMPLETION, OPENAI_EMBEDDINGS ->
                throw new IllegalStateException("not Ollama's: " + framing);
        }
    }

    private void chunk(JsonFields line, JsonFields message, String textName, List<InferenceEvent> events)
            throws BadRequestException {
        JsonSlice logprobs = line.get("logprobs");
        Delta delta = new Delta(
                message.textOrEmpty(textName),
                message.textOrEmpty("thinking"),
                toolCalls(message),
                logprobs == null || logprobs.isEmptyArray() ? null : logprobs.raw());
        boolean done = isTrue(line.get("done"));
        if (!delta.isEmpty() || !done) {
            events.add(delta);
        }
        if (done) {
            events.add(new Finished(reason(line.textOrEmpty("done_reason")), usage(line), timings(line)));
        }
    }

    private static boolean isTrue(@Nullable JsonSlice value) {
        return value != null && value.isTrue();
    }

    /// The index is counted here: some versions of Ollama leave it out or give every call the same.
    private List<ToolCall> toolCalls(JsonFields message) throws BadRequestException {
        List<JsonSlice> elements = message.array("tool_calls");
        if (elements.isEmpty()) {
            return List.of();
        }
        List<ToolCall> found = new ArrayList<>();
        for (JsonSlice element : elements) {
            JsonFields call = element.fields();
            JsonFields function = call.object("function");
            JsonSlice arguments = function.get("arguments");
            found.add(new ToolCall(
                    calls++,
                    call.textOrEmpty("id"),
                    function.textOrEmpty("name"),
                    arguments == null ? "{}" : arguments.text()));
        }
        return found;
    }

    private static void vectors(JsonFields line, @Nullable JsonSlice embeddings, List<InferenceEvent> events)
            throws BadRequestException {
        if (embeddings == null || !embeddings.isArray()) {
            events.add(new Failed("the model server's answer holds no embeddings", false));
            return;
        }
        List<String> vectors =
                embeddings.elements().stream().map(JsonSlice::raw).toList();
        events.add(new Vectors(vectors));
        events.add(new Finished(FinishReason.STOP, usage(line), timings(line)));
    }

    private static void vector(JsonFields line, List<InferenceEvent> events) {
        JsonSlice embedding = line.get("embedding");
        if (embedding == null || !embedding.isArray()) {
            events.add(new Failed("the model server's answer holds no embedding", false));
            return;
        }
        events.add(new Vectors(List.of(embedding.raw())));
        events.add(new Finished(FinishReason.STOP, TokenUsage.NONE, Timings.NONE));
    }

    private static FinishReason reason(String label) {
        return switch (label) {
            case "length" -> FinishReason.LENGTH;
            case "load" -> FinishReason.LOAD;
            case "unload" -> FinishReason.UNLOAD;
            default -> FinishReason.STOP;
        };
    }

    private static TokenUsage usage(JsonFields line) {
        return new TokenUsage(line.count("prompt_eval_count"), 0, line.count("eval_count"));
    }

    private static Timings timings(JsonFields line) {
        return new Timings(
                line.whole("total_duration"),
                line.whole("load_duration"),
                line.whole("prompt_eval_duration"),
                line.whole("eval_duration"));
    }
}
