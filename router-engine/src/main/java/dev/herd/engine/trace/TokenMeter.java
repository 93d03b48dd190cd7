package dev.herd.engine.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Tokens per second and node over the last seconds, from counts that only grow. For one thread at a time.
public final class TokenMeter {
    /// Long enough to smooth the steps of slow models, short enough to be "now".
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(Instant at, Map<String, Long> generated) {}

    /// Takes the counts of one moment.
    ///
    /// @param generated tokens each node has generated since the start, running answers included
    /// @return tokens per second by node, over the window that ends at `at`
    public Map<String, Double> read(Instant at, Map<String, Long> generated) {
        readings.addLast(new Reading(at, Map.copyOf(generated)));
        while (readings.size() > 2 && readings.getFirst().at().isBefore(at.minus(WINDOW))) {
            readings.removeFirst();
        }
        Reading first = readings.getFirst();
        double seconds = Duration.between(first.at(), at).toNanos() / 1e9;
        Map<String, Double> rates = new HashMap<>();
        if (seconds > 0) {
            generated.forEach((node, count) -> {
                // A running answer is counted by its chunks and, once ended, by its tokens, which may be fewer.
                long more = Math.max(0, count - first.generated().getOrDefault(node, 0L));
                rates.put(node, more / seconds);
            });
        }
        return rates;
    }
}
