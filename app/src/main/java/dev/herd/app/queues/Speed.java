package dev.herd.app.queues;

import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.inference.TokenUsage;

/// How fast an answer was generated. Pure.
final class Speed {
    private Speed() {}

    /// Tokens per second, 0 when it cannot be told. An answer that came whole has no first token of its own: what its
    /// server measured of load and prompt is taken off.
    static double of(RequestTimes times, TokenUsage tokens) {
        if (tokens.completion() < 2) {
            return 0;
        }
        double ms = times.generate();
        if (ms < 1 && times.prefill() > 0) {
            ms = times.total() - times.hold() - times.queue() - times.load() - times.prefill();
        }
        return ms < 1 ? 0 : tokens.completion() / ms * 1000;
    }
}
