package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.WholeAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes a chat's answer: the role in every delta, `reasoning` alone in its delta, then finish, usage and `[DONE]`.
final class OpenAiChatEncoder implements ReplyEncoder {
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = new byte[0];

    private final OpenAiAnswer answer;
    private boolean called;

    OpenAiChatEncoder(OpenAiAnswer answer) {
        this.answer = answer;
    }

    @Override
    public String contentType() {
        return answer.contentType();
    }

    @Override
    public byte[] next(InferenceEvent event) {
        return switch (event) {
            case Delta delta -> delta(delta);
            case Finished finished -> finished(finished);
            case Vectors _, InferenceEvent.Failed _ -> NOTHING;
        };
    }

    private byte[] delta(Delta delta) {
        called |= !delta.toolCalls().isEmpty();
        boolean mixed = !delta.thinking().isEmpty()
                && (!delta.text().isEmpty() || !delta.toolCalls().isEmpty());
        if (!mixed) {
            return chunk(delta, null);
        }
        // The log probabilities cannot be told apart; they go with the first.
        var both = new ByteArrayOutputStream();
        both.writeBytes(chunk(new Delta("", delta.thinking(), List.of(), delta.logprobsJson()), null));
        both.writeBytes(chunk(new Delta(delta.text(), "", delta.toolCalls(), null), null));
        return both.toByteArray();
    }

    private byte[] chunk(Delta delta, @Nullable String finish) {
        return answer.event(json -> {
            answer.head(json, "chatcmpl-", "chat.completion.chunk");
            answer.modelAndFingerprint(json);
            json.writeArrayPropertyStart("choices");
            choice(json, "delta", delta, finish);
            json.writeEndArray();
        });
    }

    private void choice(JsonGenerator json, String name, Delta said, @Nullable String finish) {
        json.writeStartObject();
        json.writeNumberProperty("index", 0);
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("role", "assistant");
        json.writeStringProperty("content", said.text());
        if (!said.thinking().isEmpty()) {
            json.writeStringProperty("reasoning", said.thinking());
        }
        if (!said.toolCalls().isEmpty()) {
            json.writeArrayPropertyStart("tool_calls");
            said.toolCalls().forEach(call -> answer.toolCall(json, call));
            json.writeEndArray();
        }
        json.writeEndObject();
        if (finish == null) {
            json.writeNullProperty("finish_reason");
        } else {
            json.writeStringProperty("finish_reason", finish);
        }
        logprobs(json, said.logprobsJson());
        json.writeEndObject();
    }

    private static void logprobs(JsonGenerator json, @Nullable String entries) {
        if (entries != null) {
            json.writeObjectPropertyStart("logprobs");
            json.writeName("content");
            json.writeRawValue(entries);
            json.writeEndObject();
        }
    }

    private byte[] finished(Finished finished) {
        var end = new ByteArrayOutputStream();
        end.writeBytes(chunk(new Delta("", "", List.of(), null), finish(finished.reason())));
        if (answer.includeUsage()) {
            end.writeBytes(answer.event(json -> {
                answer.head(json, "chatcmpl-", "chat.completion.chunk");
                answer.modelAndFingerprint(json);
                json.writeArrayPropertyStart("choices");
                json.writeEndArray();
                OpenAiAnswer.usage(json, finished.usage());
            }));
        }
        end.writeBytes(DONE);
        return end.toByteArray();
    }

    private String finish(FinishReason reason) {
        return OpenAiAnswer.label(called && reason == FinishReason.STOP ? FinishReason.TOOL_CALLS : reason);
    }

    @Override
    public byte[] whole(List<InferenceEvent> events) {
        WholeAnswer whole = WholeAnswer.of(events);
        called = !whole.delta().toolCalls().isEmpty();
        return answer.object(json -> {
            answer.head(json, "chatcmpl-", "chat.completion");
            answer.modelAndFingerprint(json);
            json.writeArrayPropertyStart("choices");
            choice(json, "message", whole.delta(), finish(whole.finished().reason()));
            json.writeEndArray();
            OpenAiAnswer.usage(json, whole.finished().usage());
        });
    }
}
