package dev.herd.engine.learning;

import dev.herd.engine.placement.Outcome;
import java.time.Duration;

/// What one answer tells about speeds, by the server's own durations, and by the gateway's clock where the
/// server gives none.
///
/// @param uncached tokens of the prompt that the server did not say it had in its cache
/// @param prefillSeconds for those; 0 when it tells nothing
/// @param decodeRate tokens per second; 0 when it tells nothing
/// @param loadSeconds 0 when nothing was loaded
record Measured(int uncached, double prefillSeconds, double decodeRate, double loadSeconds) {
    /// No machine in a household reads or writes faster: such a rate measured a cache or a buffer.
    static final double FASTEST = 10_000;

    /// Shorter prompts measure overhead, not speed.
    static final int LEAST_PROMPT = 256;

    static final int LEAST_ANSWER = 8;

    /// A loaded model reports a few milliseconds of "load"; a real load takes longer than this.
    static final long LOADED_NANOS = Duration.ofMillis(100).toNanos();

    static Measured of(Outcome.Served answer) {
        int uncached = answer.usage().prompt() - answer.usage().cached();
        long prefill = uncached < LEAST_PROMPT ? 0 : prefillNanos(answer);
        double decode = rawDecodeRate(answer);
        boolean tells = answer.usage().completion() >= LEAST_ANSWER && decode <= FASTEST;
        long load = answer.timings().loadNanos();
        return new Measured(
                uncached, Math.max(0, prefill) / 1e9, tells ? decode : 0, load <= LOADED_NANOS ? 0 : load / 1e9);
    }

    /// As the server measured; else until the first content, unless the answer came whole, when that includes
    /// the writing.
    private static long prefillNanos(Outcome.Served answer) {
        if (answer.timings().promptNanos() > 0) {
            return answer.timings().promptNanos();
        }
        int written = answer.usage().completion();
        boolean whole = written >= LEAST_ANSWER && rawDecodeRate(answer) > FASTEST;
        return whole ? 0 : answer.firstToken().toNanos() - answer.timings().loadNanos();
    }

    private static double rawDecodeRate(Outcome.Served answer) {
        long measured = answer.timings().generateNanos();
        long nanos = measured > 0
                ? measured
                : answer.total().minus(answer.firstToken()).toNanos();
        return nanos <= 0 ? Double.MAX_VALUE : answer.usage().completion() * 1e9 / nanos;
    }
}
