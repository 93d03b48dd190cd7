package dev.herd.engine.api;

import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was predicted of a request against what came, phase by phase. Times count from the last attempt's
/// start, since predictions count from its decision; only the queue's is the time in front of it.
public record Hindsight(List<Phase> phases) {
    /// One phase.
    ///
    /// @param name as in [RequestTimes]: `queue`, `load`, `prefill`, `first_token`, `generate`, `total`
    /// @param predictedMs negative when it was not predicted
    /// @param observedMs negative when it has not happened, or was not measured
    public record Phase(String name, double predictedMs, double observedMs) {
        /// Neither of them says anything below.
        private static final double LEAST_MS = 1;

        /// Observed by predicted; negative when that says nothing.
        public double ratio() {
            return predictedMs < LEAST_MS || observedMs < 0 ? -1 : observedMs / predictedMs;
        }
    }

    public Hindsight {
        phases = List.copyOf(phases);
    }

    /// Empty when nothing was predicted.
    public static Optional<Hindsight> of(RequestTrace trace) {
        Decision decision = trace.decision();
        if (decision.chosen() == null) {
            return Optional.empty();
        }
        Optional<Expectation> expected = Expectation.of(decision);
        var seen = new Observed(trace);
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase("queue", decision.promisedSeconds() * 1000, seen.queue()));
        expected.ifPresent(hope -> {
            phases.add(new Phase("load", hope.load() * 1000, seen.load()));
            phases.add(new Phase("prefill", hope.prefill() * 1000, seen.prefill()));
            phases.add(new Phase("first_token", hope.firstToken() * 1000, seen.firstToken()));
            phases.add(new Phase("generate", hope.generate() * 1000, seen.generate()));
        });
        phases.add(new Phase("total", decision.predictedSeconds() * 1000, seen.total()));
        phases.removeIf(phase -> phase.predictedMs() < 0 && phase.observedMs() < 0);
        return Optional.of(new Hindsight(phases));
    }

    /// In milliseconds, negative where unknown. A whole answer has no first token that anybody saw: what its
    /// server measured stands in for it.
    private record Observed(RequestTrace trace) {
        private static final double UNKNOWN = -1;

        private @Nullable AttemptTrace last() {
            return trace.attempts().isEmpty() ? null : trace.attempts().getLast();
        }

        private double started() {
            AttemptTrace last = last();
            return last == null ? 0 : last.startedMs();
        }

        private boolean told() {
            return trace.times().prefill() > 0 || trace.times().load() > 0;
        }

        double queue() {
            int tries = trace.attempts().size();
            if (tries < 2) {
                return trace.times().queue();
            }
            return Math.max(0, started() - trace.attempts().get(tries - 2).endedMs());
        }

        double load() {
            return told() ? trace.times().load() : UNKNOWN;
        }

        double prefill() {
            return trace.times().prefill() > 0 ? trace.times().prefill() : UNKNOWN;
        }

        double firstToken() {
            if (!trace.stream()) {
                return prefill() < 0 ? UNKNOWN : trace.times().load() + prefill();
            }
            double first = trace.times().firstToken();
            return first > started() ? first - started() : UNKNOWN;
        }

        double generate() {
            if (!trace.ended() || trace.tokens().completion() == 0) {
                return UNKNOWN;
            }
            if (trace.stream()) {
                return trace.times().generate() > 0 ? trace.times().generate() : UNKNOWN;
            }
            return firstToken() < 0 || total() < 0 ? UNKNOWN : Math.max(0, total() - firstToken());
        }

        double total() {
            AttemptTrace last = last();
            return last == null || last.endedMs() < 0 ? UNKNOWN : last.endedMs() - last.startedMs();
        }
    }
}
