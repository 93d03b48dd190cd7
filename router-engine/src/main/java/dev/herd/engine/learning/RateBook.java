package dev.herd.engine.learning;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Learns each instance's rates from the answers it gave. Confined to one thread at a time.
///
/// Estimates are exponentially weighted means of logarithms (rates are ratios, so that being twice as fast and half as
/// fast are equally far off), with weight `1/n` for the first answers and [#LEAST_WEIGHT] from then on.
///
/// A prompt that the server found in its cache is counted in full while its time shrinks a hundredfold (measured on
/// Ollama 0.25: 252 tokens took 104 ms, then 0.9 ms). A prefill rate is therefore only learned from an answer that
/// loaded the model, whose cache was empty, or when it is not faster than [#CACHED_FACTOR] times the estimate.
public final class RateBook {
    /// Half-life of about 14 answers.
    static final double LEAST_WEIGHT = 0.05;

    /// Real prefill rates of one instance vary by less than this between short and long prompts.
    static final double CACHED_FACTOR = 3;

    /// Shorter prompts measure overhead, not speed.
    static final int LEAST_PROMPT = 64;

    static final int LEAST_ANSWER = 8;

    /// A loaded model reports a few milliseconds of "load"; a real load takes longer than this.
    static final long LOADED_NANOS = Duration.ofMillis(100).toNanos();

    private final Map<InstanceId, InstanceRates> rates = new HashMap<>();

    /// The rates as they are now.
    public InstanceRates of(InstanceId instance) {
        return rates.getOrDefault(instance, InstanceRates.PRIOR);
    }

    /// Learns from one answer.
    ///
    /// @return the new rates
    public InstanceRates learn(InstanceId instance, Outcome.Served answer) {
        InstanceRates old = of(instance);
        int samples = old.samples() + 1;
        double weight = Math.max(1.0 / samples, LEAST_WEIGHT);
        InstanceRates learned = new InstanceRates(
                prefill(old, answer, weight),
                decode(old, answer, weight),
                load(old, answer, weight),
                output(old, answer, weight),
                samples);
        rates.put(instance, learned);
        return learned;
    }

    private static double prefill(InstanceRates old, Outcome.Served answer, double weight) {
        int tokens = answer.usage().prompt() - answer.usage().cached();
        boolean measured = answer.timings().promptNanos() > 0;
        long nanos = measured
                ? answer.timings().promptNanos()
                : answer.firstToken().toNanos() - answer.timings().loadNanos();
        if (tokens < LEAST_PROMPT || nanos <= 0) {
            return old.prefillTokensPerSecond();
        }
        double rate = tokens * 1e9 / nanos;
        boolean fresh = answer.timings().loadNanos() > LOADED_NANOS;
        boolean cached = !fresh && rate > CACHED_FACTOR * old.prefillTokensPerSecond();
        return cached ? old.prefillTokensPerSecond() : blend(old.prefillTokensPerSecond(), rate, weight);
    }

    private static double decode(InstanceRates old, Outcome.Served answer, double weight) {
        int tokens = answer.usage().completion();
        long nanos = answer.timings().generateNanos() > 0
                ? answer.timings().generateNanos()
                : answer.total().minus(answer.firstToken()).toNanos();
        if (tokens < LEAST_ANSWER || nanos <= 0) {
            return old.decodeTokensPerSecond();
        }
        return blend(old.decodeTokensPerSecond(), tokens * 1e9 / nanos, weight);
    }

    private static double load(InstanceRates old, Outcome.Served answer, double weight) {
        long nanos = answer.timings().loadNanos();
        if (nanos <= LOADED_NANOS) {
            return old.loadSeconds();
        }
        double seconds = nanos / 1e9;
        return old.loadSeconds() < 0 ? seconds : blend(old.loadSeconds(), seconds, Math.max(weight, 0.3));
    }

    private static double output(InstanceRates old, Outcome.Served answer, double weight) {
        int tokens = answer.usage().completion();
        return tokens <= 0 ? old.outputTokens() : old.outputTokens() + weight * (tokens - old.outputTokens());
    }

    private static double blend(double old, double sample, double weight) {
        return Math.exp(Math.log(old) + weight * (Math.log(sample) - Math.log(old)));
    }
}
