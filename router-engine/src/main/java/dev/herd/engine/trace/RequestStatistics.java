package dev.herd.engine.trace;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Counts ended requests. Thread-safe.
public final class RequestStatistics {
    private static final Duration RATE_WINDOW = Duration.ofMinutes(1);
    private static final Duration ERROR_WINDOW = Duration.ofHours(1);

    /// Enough for a minute of small answers; beyond it the oldest leave early.
    private static final int MOST_KEPT = 20_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RequestOutcome, Long> byOutcome = new EnumMap<>(RequestOutcome.class);
    private final Histogram total = new Histogram();
    private final Histogram firstToken = new Histogram();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<Instant> errors = new ArrayDeque<>();
    private final Map<String, Long> generatedByNode = new HashMap<>();
    private long promptTokens;
    private long completionTokens;
    private long retries;

    private record Answer(Instant at, String node, int tokens) {}

    public RequestStatistics(InstantSource clock) {
        this.clock = clock;
    }

    /// What was counted since the start.
    ///
    /// @param tokensPerSecondByNode generated over the last minute
    /// @param errorsLastHour requests that failed or were cut
    public record Counts(
            Map<RequestOutcome, Long> byOutcome,
            Histogram.Reading totalSeconds,
            Histogram.Reading firstTokenSeconds,
            long promptTokens,
            long completionTokens,
            long retries,
            double tokensPerSecond,
            Map<String, Double> tokensPerSecondByNode,
            int errorsLastHour) {
        public Counts {
            byOutcome = Map.copyOf(byOutcome);
            tokensPerSecondByNode = Map.copyOf(tokensPerSecondByNode);
        }
    }

    public void ended(RequestTrace trace) {
        RequestOutcome outcome = trace.outcome();
        if (outcome == null) {
            throw new IllegalArgumentException("the request runs still");
        }
        lock.lock();
        try {
            byOutcome.merge(outcome, 1L, Long::sum);
            total.add(trace.times().total() / 1000);
            if (trace.times().firstToken() > 0) {
                firstToken.add(trace.times().firstToken() / 1000);
            }
            promptTokens += trace.tokens().prompt();
            completionTokens += trace.tokens().completion();
            generatedByNode.merge(trace.node(), (long) trace.tokens().completion(), Long::sum);
            retries += Math.max(0, trace.attempts().size() - 1);
            Instant now = clock.instant();
            keep(answers, new Answer(now, trace.node(), trace.tokens().completion()));
            if (outcome == RequestOutcome.FAILED || outcome == RequestOutcome.INCOMPLETE) {
                keep(errors, now);
            }
        } finally {
            lock.unlock();
        }
    }

    private static <T> void keep(Deque<T> kept, T one) {
        kept.addLast(one);
        if (kept.size() > MOST_KEPT) {
            kept.removeFirst();
        }
    }

    /// Tokens that each node has generated since the start, by its name; answers that have ended only.
    public Map<String, Long> generatedByNode() {
        lock.lock();
        try {
            return Map.copyOf(generatedByNode);
        } finally {
            lock.unlock();
        }
    }

    /// The counts now.
    public Counts counts() {
        lock.lock();
        try {
            Instant now = clock.instant();
            while (!answers.isEmpty() && answers.getFirst().at().isBefore(now.minus(RATE_WINDOW))) {
                answers.removeFirst();
            }
            while (!errors.isEmpty() && errors.getFirst().isBefore(now.minus(ERROR_WINDOW))) {
                errors.removeFirst();
            }
            Map<String, Double> byNode = new HashMap<>();
            double all = 0;
            for (Answer answer : answers) {
                double perSecond = (double) answer.tokens() / RATE_WINDOW.toSeconds();
                byNode.merge(answer.node(), perSecond, Double::sum);
                all += perSecond;
            }
            return new Counts(
                    byOutcome,
                    total.reading(),
                    firstToken.reading(),
                    promptTokens,
                    completionTokens,
                    retries,
                    all,
                    byNode,
                    errors.size());
        } finally {
            lock.unlock();
        }
    }
}
