package dev.herd.engine.protocol;

import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/// An answer's events taken together: texts joined, calls and log probabilities in a row.
///
/// @param delta everything said, tool calls whole
public record WholeAnswer(Delta delta, List<String> vectorsJson, Finished finished) {

    /// Joins events; without an end it is a plain one.
    public static WholeAnswer of(List<InferenceEvent> events) {
        var text = new StringBuilder();
        var thinking = new StringBuilder();
        var calls = new ToolCalls();
        List<String> logprobs = new ArrayList<>();
        List<String> vectors = new ArrayList<>();
        Finished end = new Finished(FinishReason.STOP, TokenUsage.NONE, Timings.NONE);
        for (InferenceEvent event : events) {
            switch (event) {
                case Delta delta -> {
                    text.append(delta.text());
                    thinking.append(delta.thinking());
                    delta.toolCalls().forEach(calls::add);
                    if (delta.logprobsJson() != null) {
                        logprobs.add(delta.logprobsJson());
                    }
                }
                case Vectors more -> vectors.addAll(more.vectorsJson());
                case Finished finished -> end = finished;
                case InferenceEvent.Failed _ -> {}
            }
        }
        Delta whole = new Delta(
                text.toString(),
                thinking.toString(),
                calls.all(),
                logprobs.isEmpty() ? null : JsonArrays.joined(logprobs));
        return new WholeAnswer(whole, List.copyOf(vectors), end);
    }
}
