package dev.herd.engine.protocol.openai;

import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;

/// Gathers an answer's token counts and times from wherever servers tell them: `usage` in a chunk of its own, in the
/// last choice's (vLLM) or in every chunk, and llama.cpp's `timings`, which come even where no usage was asked for.
final class OpenAiCounts {
    private static final double NANOS_PER_MILLI = 1e6;

    private boolean told;
    private TokenUsage usage = TokenUsage.NONE;
    private TokenUsage measured = TokenUsage.NONE;
    private Timings timings = Timings.NONE;

    /// Reads what one chunk, or a whole answer, tells; the last word counts.
    void read(JsonFields fields) throws BadRequestException {
        JsonSlice counts = fields.get("usage");
        if (counts != null && counts.isObject()) {
            told = true;
            usage = usage(counts.fields());
        }
        JsonFields times = fields.object("timings");
        if (!times.members().isEmpty()) {
            int cached = times.count("cache_n");
            measured = new TokenUsage(times.count("prompt_n") + cached, cached, times.count("predicted_n"));
            timings = new Timings(0, 0, nanos(times, "prompt_ms"), nanos(times, "predicted_ms"));
        }
    }

    /// A server that counts nothing but the whole counts an embedding's prompt there.
    private static TokenUsage usage(JsonFields counts) throws BadRequestException {
        int completion = counts.count("completion_tokens");
        int prompt = counts.get("prompt_tokens") == null
                ? Math.max(0, counts.count("total_tokens") - completion)
                : counts.count("prompt_tokens");
        int cached = counts.object("prompt_tokens_details").count("cached_tokens");
        int thinking = counts.object("completion_tokens_details").count("reasoning_tokens");
        return new TokenUsage(prompt, Math.min(cached, prompt), completion, Math.min(thinking, completion));
    }

    private static long nanos(JsonFields times, String name) {
        JsonSlice millis = times.get(name);
        return millis == null ? 0 : Math.max(0, (long) (millis.number() * NANOS_PER_MILLI));
    }

    TokenUsage usage() {
        if (!told) {
            return measured;
        }
        // llama.cpp says in its timings, and not in each version's usage, what its cache held.
        boolean same = measured.prompt() == usage.prompt();
        return usage.cached() == 0 && same
                ? new TokenUsage(usage.prompt(), measured.cached(), usage.completion(), usage.thinking())
                : usage;
    }

    Timings timings() {
        return timings;
    }
}
