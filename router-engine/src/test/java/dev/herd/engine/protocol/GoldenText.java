package dev.herd.engine.protocol;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Failed;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.ToolCall;
import java.util.List;
import java.util.stream.Collectors;

/// How envelopes and events are written in golden files.
final class GoldenText {
    static final String SAME = "(the same bytes)";

    private GoldenText() {}

    static String of(Envelope envelope) {
        StringBuilder text = new StringBuilder()
                .append(envelope.kind())
                .append(envelope.stream() ? " stream" : " whole")
                .append(" model=")
                .append(envelope.model());
        envelope.window().ifPresent(window -> text.append(" window=").append(window));
        envelope.maxTokens().ifPresent(most -> text.append(" max=").append(most));
        text.append(envelope.images() ? " images" : "");
        text.append(" chars=").append(envelope.promptChars());
        text.append(list(" fallbacks=", envelope.fallbackModels()));
        text.append(list(" tags=", envelope.tags()));
        text.append(envelope.user() == null ? "" : " user=" + envelope.user());
        return text.append(list(" runner=", envelope.runnerOptions())).toString();
    }

    private static String list(String name, List<String> words) {
        return words.isEmpty() ? "" : name + String.join(",", words);
    }

    static String of(List<InferenceEvent> events) {
        String text = events.stream().map(GoldenText::of).collect(Collectors.joining("\n"));
        boolean ended =
                !events.isEmpty() && (events.getLast() instanceof Finished || events.getLast() instanceof Failed);
        return ended ? text : text + (text.isEmpty() ? "" : "\n") + "cut";
    }

    private static String of(InferenceEvent event) {
        return switch (event) {
            case Delta delta -> of(delta);
            case Vectors vectors -> "vectors " + String.join(" ", vectors.vectorsJson());
            case Finished finished -> of(finished);
            case Failed failed -> "failed " + Json.quoted(failed.message()) + (failed.stated() ? " stated" : "");
        };
    }

    private static String of(Delta delta) {
        StringBuilder text = new StringBuilder("delta");
        text.append(delta.text().isEmpty() ? "" : " " + Json.quoted(delta.text()));
        text.append(delta.thinking().isEmpty() ? "" : " thinking " + Json.quoted(delta.thinking()));
        for (ToolCall call : delta.toolCalls()) {
            text.append(" call ").append(call.index());
            text.append(call.id().isEmpty() ? "" : " id=" + call.id());
            text.append(call.name().isEmpty() ? "" : " name=" + call.name());
            text.append(" ").append(Json.quoted(call.argumentsJson()));
        }
        return text.append(delta.logprobsJson() == null ? "" : " logprobs " + delta.logprobsJson())
                .toString();
    }

    private static String of(Finished finished) {
        Timings timings = finished.timings();
        return "finished " + finished.reason()
                + " prompt=" + finished.usage().prompt()
                + " cached=" + finished.usage().cached()
                + " completion=" + finished.usage().completion()
                + (timings.equals(Timings.NONE)
                        ? ""
                        : " nanos=" + timings.totalNanos() + "/" + timings.loadNanos() + "/" + timings.promptNanos()
                                + "/" + timings.generateNanos());
    }
}
