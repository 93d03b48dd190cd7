package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.inference.ToolCall;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.ToolCalls;
import dev.herd.engine.protocol.WholeAnswer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// Writes lines of JSON, or one whole object.
final class OllamaReplyEncoder implements ReplyEncoder {
    private static final byte[] NOTHING = new byte[0];

    private final Endpoint endpoint;
    private final boolean stream;
    private final ReplyContext context;
    private final Instant started;
    private final ToolCalls calls = new ToolCalls();

    OllamaReplyEncoder(Envelope envelope, ReplyContext context) {
        this.endpoint = envelope.endpoint();
        this.stream = envelope.stream();
        this.context = context;
        this.started = context.clock().instant();
    }

    @Override
    public String contentType() {
        return stream ? "application/x-ndjson" : "application/json; charset=utf-8";
    }

    @Override
    public byte[] next(InferenceEvent event) {
        return switch (event) {
            case Delta delta -> delta(delta);
            case Finished finished -> finished(finished);
            case Vectors _, InferenceEvent.Failed _ -> NOTHING;
        };
    }

    /// Clients expect each call whole and in a line of its own, so that fragments wait until theirs is complete.
    private byte[] delta(Delta delta) {
        delta.toolCalls().forEach(calls::add);
        List<ToolCall> complete = calls.takeComplete();
        Delta said = new Delta(delta.text(), delta.thinking(), List.of(), delta.logprobsJson());
        if (complete.isEmpty()) {
            return said.isEmpty() ? NOTHING : line(json -> chunk(json, said));
        }
        var lines = new ByteArrayOutputStream();
        if (!said.isEmpty()) {
            lines.writeBytes(line(json -> chunk(json, said)));
        }
        write(lines, complete);
        return lines.toByteArray();
    }

    private void write(ByteArrayOutputStream lines, List<ToolCall> complete) {
        for (ToolCall call : complete) {
            lines.writeBytes(line(json -> chunk(json, new Delta("", "", List.of(call), null))));
        }
    }

    private byte[] finished(Finished finished) {
        var last = new ByteArrayOutputStream();
        write(last, calls.takeRest());
        last.writeBytes(line(json -> end(json, new Delta("", "", List.of(), null), finished)));
        return last.toByteArray();
    }

    @Override
    public byte[] whole(List<InferenceEvent> events) {
        WholeAnswer answer = WholeAnswer.of(events);
        return Json.bytes(json -> object(json, members -> {
            switch (endpoint) {
                case OLLAMA_EMBED -> embeddings(members, answer);
                case OLLAMA_EMBEDDINGS -> embedding(members, answer);
                default -> end(members, answer.delta(), answer.finished());
            }
        }));
    }

    private static byte[] line(Consumer<JsonGenerator> members) {
        byte[] object = Json.line(json -> object(json, members));
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }

    private static void object(JsonGenerator json, Consumer<JsonGenerator> members) {
        json.writeStartObject();
        members.accept(json);
        json.writeEndObject();
    }

    private void chunk(JsonGenerator json, Delta delta) {
        head(json, delta);
        json.writeBooleanProperty("done", false);
        logprobs(json, delta);
    }

    private void end(JsonGenerator json, Delta delta, Finished finished) {
        head(json, delta);
        json.writeBooleanProperty("done", true);
        json.writeStringProperty("done_reason", reason(finished.reason()));
        logprobs(json, delta);
        counts(json, finished);
    }

    private void head(JsonGenerator json, Delta delta) {
        json.writeStringProperty("model", context.model());
        json.writeStringProperty("created_at", context.clock().instant().toString());
        boolean chat = endpoint == Endpoint.OLLAMA_CHAT;
        if (chat) {
            json.writeObjectPropertyStart("message");
            json.writeStringProperty("role", "assistant");
        }
        json.writeStringProperty(chat ? "content" : "response", delta.text());
        if (!delta.thinking().isEmpty()) {
            json.writeStringProperty("thinking", delta.thinking());
        }
        if (!delta.toolCalls().isEmpty()) {
            json.writeArrayPropertyStart("tool_calls");
            delta.toolCalls().forEach(call -> OllamaToolCalls.write(json, id(call), call));
            json.writeEndArray();
        }
        if (chat) {
            json.writeEndObject();
        }
    }

    private String id(ToolCall call) {
        return call.id().isEmpty() ? "call_" + context.uniqueId() + call.index() : call.id();
    }

    private static void logprobs(JsonGenerator json, Delta delta) {
        String logprobs = delta.logprobsJson();
        if (logprobs != null) {
            json.writeName("logprobs");
            json.writeRawValue(logprobs);
        }
    }

    private static String reason(FinishReason reason) {
        return switch (reason) {
            case LENGTH -> "length";
            case LOAD -> "load";
            case UNLOAD -> "unload";
            case STOP, TOOL_CALLS, CONTENT_FILTER -> "stop";
        };
    }

    /// What the server did not measure is left out, except the whole time, which was measured here.
    private void counts(JsonGenerator json, Finished finished) {
        if (isNoInference(finished)) {
            return;
        }
        Timings timings = finished.timings();
        TokenUsage usage = finished.usage();
        long here = Duration.between(started, context.clock().instant()).toNanos();
        json.writeNumberProperty("total_duration", timings.totalNanos() > 0 ? timings.totalNanos() : here);
        positive(json, "load_duration", timings.loadNanos());
        positive(json, "prompt_eval_count", usage.prompt());
        positive(json, "prompt_eval_duration", timings.promptNanos());
        positive(json, "eval_count", usage.completion());
        positive(json, "eval_duration", timings.generateNanos());
    }

    private static boolean isNoInference(Finished finished) {
        return finished.reason() == FinishReason.LOAD || finished.reason() == FinishReason.UNLOAD;
    }

    private static void positive(JsonGenerator json, String name, long value) {
        if (value > 0) {
            json.writeNumberProperty(name, value);
        }
    }

    private void embeddings(JsonGenerator json, WholeAnswer answer) {
        json.writeStringProperty("model", context.model());
        json.writeArrayPropertyStart("embeddings");
        answer.vectorsJson().forEach(json::writeRawValue);
        json.writeEndArray();
        if (isNoInference(answer.finished())) {
            return;
        }
        long here = Duration.between(started, context.clock().instant()).toNanos();
        json.writeNumberProperty("total_duration", here);
        positive(json, "prompt_eval_count", answer.finished().usage().prompt());
    }

    private static void embedding(JsonGenerator json, WholeAnswer answer) {
        json.writeName("embedding");
        json.writeRawValue(
                answer.vectorsJson().isEmpty() ? "[]" : answer.vectorsJson().getFirst());
    }
}
