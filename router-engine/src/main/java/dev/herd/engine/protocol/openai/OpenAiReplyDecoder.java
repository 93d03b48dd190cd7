package dev.herd.engine.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Failed;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.LineBuffer;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.protocol.ReplyFraming;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events, or one whole object; which of the two it is, the first byte tells.
///
/// A stream has its end at `[DONE]`. Some servers close without it behind the chunk with the finish reason: their
/// answer is complete too, since all content stands before that reason, and only a server that came to its end states
/// one. A stream without both is cut.
final class OpenAiReplyDecoder implements ReplyDecoder {
    /// Reasons by which servers say in the usual place that they gave up.
    private static final Set<String> GAVE_UP = Set.of("error", "abort");

    /// Above the largest batch of embeddings.
    private static final int LONGEST_WHOLE = 256 << 20;

    private final ReplyFraming framing;
    private final LineBuffer lines = new LineBuffer();
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private final OpenAiCalls calls = new OpenAiCalls();
    private final OpenAiCounts counts = new OpenAiCounts();

    /// The data of an event whose JSON goes on in its next line.
    private final ByteArrayOutputStream begunData = new ByteArrayOutputStream();

    private boolean begun;
    private boolean isWhole;
    private boolean errorEvent;
    private boolean finished;
    private boolean failed;
    private @Nullable FinishReason reason;

    OpenAiReplyDecoder(ReplyFraming framing) {
        this.framing = framing;
    }

    @Override
    public List<InferenceEvent> feed(byte[] bytes, int offset, int length) {
        int from = offset;
        if (!begun) {
            // White space, or the three bytes of a byte order mark.
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
        List<InferenceEvent> events = new ArrayList<>();
        if (isWhole) {
            keep(whole, bytes, from, count, events);
        } else if (!lines.feed(bytes, from, count, (line, start, end) -> line(line, start, end, events))) {
            events.add(new Failed("a line of the model server's answer is too long", false));
        }
        failed |= hasFailed(events);
        return events;
    }

    private static boolean hasFailed(List<InferenceEvent> events) {
        for (InferenceEvent event : events) {
            if (event instanceof Failed) {
                return true;
            }
        }
        return false;
    }

    private static void keep(
            ByteArrayOutputStream kept, byte[] bytes, int from, int count, List<InferenceEvent> events) {
        if (kept.size() + count > LONGEST_WHOLE) {
            events.add(new Failed("the model server's answer is too long", false));
        } else {
            kept.write(bytes, from, count);
        }
    }

    @Override
    public List<InferenceEvent> end() {
        List<InferenceEvent> events = new ArrayList<>();
        if (isWhole) {
            byte[] body = whole.toByteArray();
            read(events, () -> whole(JsonFields.of(body, 0, body.length), events));
            return events;
        }
        lines.end((line, start, end) -> line(line, start, end, events));
        if (reason != null && begunData.size() == 0 && !failed && !hasFailed(events)) {
            finish(events);
        }
        return events;
    }

    private interface Reading {
        void run() throws BadRequestException;
    }

    /// A piece of an object is a cut answer, not a malformed one.
    private static void read(List<InferenceEvent> events, Reading reading) {
        try {
            reading.run();
        } catch (BadRequestException malformed) {
            if (!malformed.isCut()) {
                events.add(new Failed("the model server's answer is malformed: " + malformed.reason(), false));
            }
        }
    }

    private void finish(List<InferenceEvent> events) {
        if (!finished) {
            finished = true;
            FinishReason stated = reason == null ? FinishReason.STOP : reason;
            events.add(new Finished(stated, counts.usage(), counts.timings()));
        }
    }

    /// One line of a stream; ids, comments and names other than that of an error carry nothing here.
    private void line(byte[] line, int start, int end, List<InferenceEvent> events) {
        if (startsWith(line, start, end, "data:")) {
            data(line, afterName(line, start + "data:".length(), end), end, events);
        } else if (startsWith(line, start, end, "event:")) {
            int from = afterName(line, start + "event:".length(), end);
            errorEvent = new String(line, from, end - from, UTF_8).equals("error");
        } else if (startsWith(line, start, end, "error:")) {
            // Older versions of llama.cpp.
            int from = afterName(line, start + "error:".length(), end);
            events.add(new Failed(ErrorText.of(Arrays.copyOfRange(line, from, end)), true));
        }
    }

    private static int afterName(byte[] line, int start, int end) {
        int from = start;
        while (from < end && line[from] == ' ') {
            from++;
        }
        return from;
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

    private void data(byte[] line, int start, int end, List<InferenceEvent> events) {
        if (begunData.size() > 0) {
            keep(begunData, line, start, end - start, events);
            byte[] joined = begunData.toByteArray();
            begunData.reset();
            chunk(joined, 0, joined.length, events);
        } else if (startsWith(line, start, end, "[DONE]")) {
            finish(events);
        } else if (start < end) {
            chunk(line, start, end, events);
        }
    }

    private void chunk(byte[] line, int start, int end, List<InferenceEvent> events) {
        read(events, () -> {
            JsonFields fields;
            try {
                fields = JsonFields.of(line, start, end);
            } catch (BadRequestException unfinished) {
                if (unfinished.isCut()) {
                    keep(begunData, line, start, end - start, events);
                    begunData.write('\n');
                }
                throw unfinished;
            }
            chunk(fields, events);
        });
    }

    private void chunk(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        if (isFailure(fields, events)) {
            return;
        }
        counts.read(fields);
        List<JsonSlice> choices = fields.array("choices");
        if (choices.isEmpty()) {
            return;
        }
        JsonFields choice = choices.getFirst().fields();
        Delta delta = delta(choice, choice.object("delta"));
        if (!delta.isEmpty()) {
            events.add(delta);
        }
        finishReason(choice, events);
    }

    private boolean isFailure(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        JsonSlice error = fields.get("error");
        if (error != null) {
            events.add(new Failed(ErrorText.ofMember(error), true));
        } else if (errorEvent) {
            events.add(new Failed(ErrorText.ofMember(fields.whole()), true));
        }
        return error != null || errorEvent;
    }

    private void whole(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        if (isFailure(fields, events)) {
            return;
        }
        counts.read(fields);
        if (framing == ReplyFraming.OPENAI_EMBEDDINGS) {
            vectors(fields, events);
            return;
        }
        List<JsonSlice> choices = fields.array("choices");
        if (choices.isEmpty()) {
            // vLLM's errors are objects of their own.
            String message = fields.textOrEmpty("message");
            boolean stated = !message.isEmpty();
            events.add(new Failed(stated ? message : "the model server's answer holds no choice", stated));
            return;
        }
        JsonFields choice = choices.getFirst().fields();
        events.add(delta(choice, choice.object("message")));
        if (finishReason(choice, events)) {
            finish(events);
        }
    }

    private void vectors(JsonFields fields, List<InferenceEvent> events) throws BadRequestException {
        List<String> vectors = OpenAiVectors.read(fields.get("data"));
        if (vectors == null) {
            events.add(new Failed("the model server's answer holds no sound embeddings", false));
            return;
        }
        events.add(new Vectors(vectors));
        events.add(new Finished(FinishReason.STOP, counts.usage(), Timings.NONE));
    }

    private Delta delta(JsonFields choice, JsonFields message) throws BadRequestException {
        JsonFields logprobs = choice.object("logprobs");
        if (framing == ReplyFraming.OPENAI_COMPLETION) {
            return new Delta(choice.textOrEmpty("text"), "", List.of(), OpenAiTextLogprobs.entries(logprobs));
        }
        JsonSlice entries = logprobs.get("content");
        String reasoning = message.textOrEmpty("reasoning");
        return new Delta(
                message.textOrEmpty("content"),
                reasoning.isEmpty() ? message.textOrEmpty("reasoning_content") : reasoning,
                calls.read(message),
                entries == null || entries.isEmptyArray() ? null : entries.raw());
    }

    /// @return false when it says that the server gave up
    private boolean finishReason(JsonFields choice, List<InferenceEvent> events) {
        String stated = choice.textOrEmpty("finish_reason");
        if (GAVE_UP.contains(stated)) {
            events.add(new Failed("the model server stopped with \"" + stated + "\"", false));
            return false;
        }
        if (!stated.isEmpty()) {
            reason = switch (stated) {
                case "length" -> FinishReason.LENGTH;
                case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
                case "content_filter" -> FinishReason.CONTENT_FILTER;
                default -> FinishReason.STOP;
            };
        }
        return true;
    }
}
