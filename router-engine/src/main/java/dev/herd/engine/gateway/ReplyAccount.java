package dev.herd.engine.gateway;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.scheduling.FaultRules;
import dev.herd.engine.scheduling.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts what one answer says, and knows whether it came to its end. For one thread.
final class ReplyAccount {
    private final RequestProgress progress;
    private @Nullable String failure;
    private boolean toldByUpstream;
    private boolean finished;

    ReplyAccount(RequestProgress progress) {
        this.progress = progress;
    }

    void take(List<InferenceEvent> events) {
        int content = 0;
        for (InferenceEvent event : events) {
            switch (event) {
                case InferenceEvent.Delta delta -> {
                    content += delta.isEmpty() ? 0 : 1;
                    progress.said(textChars(delta), delta.thinking().length());
                }
                case InferenceEvent.Vectors _ -> progress.content(0);
                case InferenceEvent.Finished end -> {
                    finished = true;
                    progress.counted(end.usage(), end.timings());
                }
                case InferenceEvent.Failed(String message, boolean stated) -> {
                    failure = message.isBlank() ? "the model server failed" : message;
                    toldByUpstream = stated;
                }
            }
        }
        if (content > 0) {
            progress.content(content);
        }
    }

    private static long textChars(InferenceEvent.Delta delta) {
        return delta.text().length()
                + delta.toolCalls().stream()
                        .mapToLong(call -> call.argumentsJson().length())
                        .sum();
    }

    /// It broke off, unless it had come to its end or failed before.
    void broke(String why) {
        if (failure == null && !finished) {
            failure = why;
        }
    }

    boolean failed() {
        return failure != null;
    }

    /// Why it failed, empty when it did not.
    String failure() {
        return failure == null ? "" : failure;
    }

    /// Whether the upstream itself tells of its failure, in its answer's bytes.
    boolean toldByUpstream() {
        return toldByUpstream;
    }

    /// Whether the dialect's end has come.
    boolean finished() {
        return finished;
    }

    /// What the server says of its failure is its answer; what broke here says nothing of the request.
    Verdict verdict() {
        return toldByUpstream
                ? FaultRules.judge(500, failure(), Duration.ZERO)
                : new Verdict.NodesFault(failure(), false);
    }
}
