package dev.herd.engine.learning;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Learns each instance's rates from the answers it gave. Confined to one thread at a time.
///
/// Estimates are exponentially weighted means of logarithms (rates are ratios, so that being twice as fast and half as
/// fast are equally far off). The first measurement of a quantity replaces what was assumed, the next ones have the
/// weight `1/n`, down to [#LEAST_WEIGHT]: a study of this routing lost least with that.
///
/// A prompt that the server found in its cache is counted in full while its time shrinks a hundredfold (measured on
/// Ollama 0.25: 252 tokens took 104 ms, then 0.9 ms). What was read from a cache only ever looks too fast. So an answer
/// that loaded the model, whose cache was empty, is believed; any other rate is a bound from above: one beyond
/// [#CACHED_FACTOR] times the estimate is left out, one far below it shows that the estimate came from a cache.
public final class RateBook {
    static final double LEAST_WEIGHT = 0.3;

    /// The lengths of answers differ tenfold from one to the next, so that only a long mean says something.
    static final double LEAST_LENGTH_WEIGHT = 0.05;

    /// Real prefill rates of one instance vary by less than this between short and long prompts.
    static final double CACHED_FACTOR = 3;

    /// No machine in a household reads or writes faster: such a rate measured a cache or a buffer.
    static final double FASTEST = 10_000;

    /// Of a rate far below the estimate: enough to forget a cache within three answers, too little to be misled by one
    /// that ran beside others.
    static final double CORRECTING_WEIGHT = 0.5;

    /// Shorter prompts measure overhead, not speed.
    static final int LEAST_PROMPT = 256;

    static final int LEAST_ANSWER = 8;

    /// A loaded model reports a few milliseconds of "load"; a real load takes longer than this.
    static final long LOADED_NANOS = Duration.ofMillis(100).toNanos();

    /// More than a household's machines have models; beyond it, what was used longest ago is forgotten.
    private static final int MOST_INSTANCES = 4096;

    private final Map<InstanceId, Learned> book = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Learned> eldest) {
            return size() > MOST_INSTANCES;
        }
    };

    /// Estimates, and how many measurements each rests on.
    private record Learned(InstanceRates rates, int prefills, int decodes, int loads, int lengths) {
        static final Learned NOTHING = new Learned(InstanceRates.PRIOR, 0, 0, 0, 0);
    }

    /// An estimate and the number of its measurements.
    private record Estimate(double value, int count) {
        Estimate blend(double sample, double leastWeight) {
            double weight = Math.max(1.0 / (count + 1), leastWeight);
            return new Estimate(Math.exp(Math.log(value) * (1 - weight) + Math.log(sample) * weight), count + 1);
        }

        /// For values that may be 0.
        Estimate average(double sample, double leastWeight) {
            double weight = Math.max(1.0 / (count + 1), leastWeight);
            return new Estimate(value * (1 - weight) + sample * weight, count + 1);
        }
    }

    /// The rates as they are now.
    public InstanceRates of(InstanceId instance) {
        return book.getOrDefault(instance, Learned.NOTHING).rates();
    }

    /// Learns from one answer.
    ///
    /// @return the new rates
    public InstanceRates learn(InstanceId instance, Outcome.Served answer) {
        Learned old = book.getOrDefault(instance, Learned.NOTHING);
        InstanceRates rates = old.rates();
        Estimate prefill = prefill(new Estimate(rates.prefillTokensPerSecond(), old.prefills()), answer);
        Estimate decode = decode(new Estimate(rates.decodeTokensPerSecond(), old.decodes()), answer);
        Estimate load = load(new Estimate(rates.loadSeconds(), old.loads()), answer);
        Estimate length = length(new Estimate(rates.outputTokens(), old.lengths()), answer);
        InstanceRates learned =
                new InstanceRates(prefill.value(), decode.value(), load.value(), length.value(), rates.samples() + 1);
        book.put(instance, new Learned(learned, prefill.count(), decode.count(), load.count(), length.count()));
        return learned;
    }

    private static Estimate prefill(Estimate old, Outcome.Served answer) {
        int tokens = answer.usage().prompt() - answer.usage().cached();
        long nanos = prefillNanos(answer);
        if (tokens < LEAST_PROMPT || nanos <= 0) {
            return old;
        }
        double rate = tokens * 1e9 / nanos;
        if (answer.timings().loadNanos() > LOADED_NANOS) {
            return old.blend(rate, LEAST_WEIGHT);
        }
        boolean tooFast = rate > (old.count() == 0 ? FASTEST : CACHED_FACTOR * old.value());
        if (tooFast) {
            return old;
        }
        boolean estimateWasCached = rate < old.value() / CACHED_FACTOR;
        return old.blend(rate, estimateWasCached ? CORRECTING_WEIGHT : LEAST_WEIGHT);
    }

    /// As the server measured; else until the first content, unless the answer came whole, when that includes the
    /// writing.
    private static long prefillNanos(Outcome.Served answer) {
        if (answer.timings().promptNanos() > 0) {
            return answer.timings().promptNanos();
        }
        int written = answer.usage().completion();
        boolean whole = written >= LEAST_ANSWER && decodeRate(answer) > FASTEST;
        return whole ? 0 : answer.firstToken().toNanos() - answer.timings().loadNanos();
    }

    private static double decodeRate(Outcome.Served answer) {
        long measured = answer.timings().generateNanos();
        long nanos = measured > 0
                ? measured
                : answer.total().minus(answer.firstToken()).toNanos();
        return nanos <= 0 ? Double.MAX_VALUE : answer.usage().completion() * 1e9 / nanos;
    }

    private static Estimate decode(Estimate old, Outcome.Served answer) {
        double rate = decodeRate(answer);
        boolean tells = answer.usage().completion() >= LEAST_ANSWER && rate <= FASTEST;
        return tells ? old.blend(rate, LEAST_WEIGHT) : old;
    }

    private static Estimate load(Estimate old, Outcome.Served answer) {
        long nanos = answer.timings().loadNanos();
        return nanos <= LOADED_NANOS ? old : old.average(nanos / 1e9, LEAST_WEIGHT);
    }

    /// A prompt that was counted without an answer had none, as embeddings have.
    private static Estimate length(Estimate old, Outcome.Served answer) {
        int tokens = answer.usage().completion();
        boolean counted = tokens > 0 || answer.usage().prompt() > 0;
        return counted ? old.average(tokens, LEAST_LENGTH_WEIGHT) : old;
    }
}
