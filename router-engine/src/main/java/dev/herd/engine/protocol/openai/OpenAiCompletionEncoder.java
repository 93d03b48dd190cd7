package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.WholeAnswer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes a text completion's answer. The dialect has no place for thinking.
final class OpenAiCompletionEncoder implements ReplyEncoder {
    private static final byte[] NOTHING = new byte[0];

    private final OpenAiAnswer answer;

    /// Characters whose log probabilities have been told.
    private int offset;

    OpenAiCompletionEncoder(OpenAiAnswer answer) {
        this.answer = answer;
    }

    @Override
    public String contentType() {
        return answer.contentType();
    }

    @Override
    public byte[] next(InferenceEvent event) {
        return switch (event) {
            case Delta delta -> delta.text().isEmpty() && delta.logprobsJson() == null ? NOTHING : chunk(delta, null);
            case Finished finished -> finished(finished);
            case Vectors _, InferenceEvent.Failed _ -> NOTHING;
        };
    }

    private byte[] chunk(Delta delta, @Nullable String finish) {
        return answer.event(json -> {
            answer.head(json, "cmpl-", "text_completion");
            json.writeArrayPropertyStart("choices");
            choice(json, delta, finish);
            json.writeEndArray();
            answer.modelAndFingerprint(json);
            if (answer.includeUsage()) {
                OpenAiAnswer.usage(json, TokenUsage.NONE);
            }
        });
    }

    private void choice(JsonGenerator json, Delta said, @Nullable String finish) {
        json.writeStartObject();
        json.writeStringProperty("text", said.text());
        json.writeNumberProperty("index", 0);
        if (finish == null) {
            json.writeNullProperty("finish_reason");
        } else {
            json.writeStringProperty("finish_reason", finish);
        }
        String logprobs = said.logprobsJson();
        if (logprobs != null) {
            offset += OpenAiTextLogprobs.write(json, logprobs, offset);
        }
        json.writeEndObject();
    }

    private byte[] finished(Finished finished) {
        var end = new ByteArrayOutputStream();
        end.writeBytes(chunk(new Delta("", "", List.of(), null), OpenAiAnswer.label(finished.reason())));
        if (answer.includeUsage()) {
            end.writeBytes(answer.event(json -> {
                answer.head(json, "cmpl-", "text_completion");
                json.writeArrayPropertyStart("choices");
                json.writeEndArray();
                answer.modelAndFingerprint(json);
                OpenAiAnswer.usage(json, finished.usage());
            }));
        }
        end.writeBytes(OpenAiChatEncoder.DONE);
        return end.toByteArray();
    }

    @Override
    public byte[] whole(List<InferenceEvent> events) {
        WholeAnswer whole = WholeAnswer.of(events);
        return answer.object(json -> {
            answer.head(json, "cmpl-", "text_completion");
            answer.modelAndFingerprint(json);
            json.writeArrayPropertyStart("choices");
            choice(json, whole.delta(), OpenAiAnswer.label(whole.finished().reason()));
            json.writeEndArray();
            OpenAiAnswer.usage(json, whole.finished().usage());
        });
    }
}
