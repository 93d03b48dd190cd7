package dev.herd.engine.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What is known of one instance's speeds. Rates are kept as logarithms, since being twice as fast and half
/// as fast are equally far off, and as the instance would have alone on its machine. Immutable.
///
/// @param decodes by length of the context, see [#bucket]
record Speeds(Estimate prefill, Estimate decode, List<Estimate> decodes, Estimate load, Trust cache) {
    static final double LEAST_WEIGHT = 0.3;

    /// Real prefill rates of one instance vary by less than this between short and long prompts.
    static final double CACHED_FACTOR = 3;

    /// Of a rate far below the estimate: enough to forget a cache within three answers, too little to be
    /// misled by one that ran beside others.
    static final double CORRECTING_WEIGHT = 0.5;

    /// A bucket's own mean counts as much as the instance's after so many answers.
    private static final double SHRINKAGE = 3;

    /// Contexts as they slow a model down: its cache of keys and values is read for every token.
    private static final int[] BUCKETS = {4096, 16_384, 65_536};

    static final Speeds UNKNOWN = new Speeds(
            Estimate.NONE,
            Estimate.NONE,
            Collections.nCopies(BUCKETS.length + 1, Estimate.NONE),
            Estimate.NONE,
            Trust.FRESH);

    Speeds {
        decodes = List.copyOf(decodes);
    }

    private static int bucket(int tokens) {
        int bucket = 0;
        while (bucket < BUCKETS.length && tokens > BUCKETS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /// Tokens per second at a context of that length, 0 when never measured.
    double decodeRate(int contextTokens) {
        if (decode.count() == 0) {
            return 0;
        }
        Estimate own = decodes.get(bucket(contextTokens));
        return Math.exp((own.count() * own.mean() + SHRINKAGE * decode.mean()) / (own.count() + SHRINKAGE));
    }

    /// Tokens per second, 0 when never measured.
    double prefillRate() {
        return prefill.count() == 0 ? 0 : Math.exp(prefill.mean());
    }

    /// @param rate of the instance alone
    /// @param share of the usual weight: less for what was measured beside others
    Speeds decoded(double rate, int contextTokens, double share) {
        List<Estimate> more = new ArrayList<>(decodes);
        int bucket = bucket(contextTokens);
        more.set(bucket, more.get(bucket).with(Math.log(rate), LEAST_WEIGHT, share));
        return new Speeds(prefill, decode.with(Math.log(rate), LEAST_WEIGHT, share), more, load, cache);
    }

    /// A prompt that the server found in its cache is counted in full while its time shrinks a hundredfold
    /// (measured on Ollama 0.25: 252 tokens took 104 ms, then 0.9 ms). What was read from a cache only ever
    /// looks too fast. So an answer that loaded the model, whose cache was empty, is believed; any other rate
    /// is a bound from above: one beyond [#CACHED_FACTOR] times the estimate is left out, one far below it
    /// shows that the estimate came from a cache.
    Speeds prefilled(double rate, boolean cacheWasEmpty, double share) {
        double known = prefillRate();
        if (!cacheWasEmpty && rate > (known == 0 ? Measured.FASTEST : CACHED_FACTOR * known)) {
            return this;
        }
        boolean estimateWasCached = !cacheWasEmpty && rate < known / CACHED_FACTOR;
        double weight = estimateWasCached ? CORRECTING_WEIGHT : LEAST_WEIGHT;
        return new Speeds(
                prefill.with(Math.log(rate), weight, estimateWasCached ? 1 : share), decode, decodes, load, cache);
    }

    Speeds loaded(double seconds) {
        return new Speeds(prefill, decode, decodes, load.with(seconds, LEAST_WEIGHT), cache);
    }

    Speeds cached(boolean asBelieved) {
        return new Speeds(prefill, decode, decodes, load, cache.after(asBelieved));
    }

    /// The same with rates as they were at an earlier time.
    Speeds asBefore(Speeds then) {
        return new Speeds(then.prefill, then.decode, then.decodes, load, cache);
    }

    Learned.Instance value(List<Estimate> cold) {
        return new Learned.Instance(prefill, decode, decodes, load, new Estimate(cache.share(), cache.count()), cold);
    }

    /// What was kept; a list of another length than there are buckets is left out.
    static Speeds of(Learned.Instance kept) {
        return new Speeds(
                kept.prefill(),
                kept.decode(),
                kept.decodes().size() == UNKNOWN.decodes().size() ? kept.decodes() : UNKNOWN.decodes(),
                kept.load(),
                new Trust(
                        kept.trust().count() == 0 ? 1 : kept.trust().mean(),
                        kept.trust().count()));
    }
}
