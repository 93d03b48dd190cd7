package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why a request went where it went: each place with its seconds, and who could not take it. Pure.
///
/// @param title `Why Studio`
/// @param predicted `predicted 17.6 s, was 18.4 s`; empty when nothing was chosen
/// @param costs places that could have run it, the chosen one first, then by cost
/// @param more what was left out of them in words; empty when nothing was
/// @param barred places that could not, those with the same reason together
record Why(String title, String predicted, List<Cost> costs, String more, List<Barred> barred) {
    private static final int MOST_COSTS = 6;
    private static final int MOST_NAMES = 3;
    private static final double LEAST_SECONDS = 0.005;

    /// The signals of a cost, in the order in which they are drawn.
    enum Term {
        QUEUE("queue"),
        LOAD("load"),
        SERVICE("prompt and answer"),
        HEAT("heat"),
        OWNER("its person may return"),
        CONTEXT("window");

        private final String words;

        Term(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        double seconds(CostTerms terms) {
            return switch (this) {
                case QUEUE -> terms.queue();
                case LOAD -> terms.load();
                case SERVICE -> terms.service();
                case HEAT -> terms.thermal();
                case OWNER -> terms.availability();
                case CONTEXT -> terms.context();
            };
        }
    }

    /// What a term adds.
    record Part(Term term, double seconds) {}

    /// One place that could have run it.
    ///
    /// @param parts above 0 each
    /// @param saved seconds that a cached prefix takes off their sum, 0 or more
    record Cost(String name, boolean chosen, List<Part> parts, double saved, double total, String note) {
        Cost {
            parts = List.copyOf(parts);
        }
    }

    record Barred(String names, String reason) {}

    Why {
        costs = List.copyOf(costs);
        barred = List.copyOf(barred);
    }

    /// Empty when no place was ever in question.
    static Optional<Why> of(RequestTrace request) {
        Decision decision = request.decision();
        if (decision.chosen() == null && decision.candidates().isEmpty()) {
            return Optional.empty();
        }
        Candidates candidates = new Candidates(decision.candidates());
        List<Cost> costs = costs(decision, candidates);
        Candidate chosen = decision.chosen();
        return Optional.of(new Why(
                chosen == null ? "Why nowhere" : "Why " + candidates.name(chosen),
                chosen == null ? "" : predicted(request),
                costs.subList(0, Math.min(MOST_COSTS, costs.size())),
                more(costs),
                barred(decision, candidates)));
    }

    private static List<Cost> costs(Decision decision, Candidates candidates) {
        Candidate chosen = decision.chosen();
        List<Candidate> eligible = new ArrayList<>(decision.candidates());
        if (chosen != null && eligible.stream().noneMatch(candidate -> Candidates.isSame(candidate, chosen))) {
            eligible.add(chosen);
        }
        return eligible.stream()
                .filter(candidate -> candidate.terms() != null)
                .map(candidate -> cost(candidate, candidates, chosen != null && Candidates.isSame(candidate, chosen)))
                .sorted(Comparator.comparing((Cost cost) -> !cost.chosen()).thenComparingDouble(Cost::total))
                .toList();
    }

    private static Cost cost(Candidate candidate, Candidates candidates, boolean isChosen) {
        CostTerms terms = candidate.terms();
        if (terms == null) {
            throw new IllegalArgumentException("not eligible: " + candidate.nodeName());
        }
        List<Part> parts = new ArrayList<>();
        for (Term term : Term.values()) {
            double seconds = term.seconds(terms);
            if (seconds >= LEAST_SECONDS) {
                parts.add(new Part(term, seconds));
            }
        }
        return new Cost(
                candidates.name(candidate),
                isChosen,
                parts,
                Math.max(0, -terms.affinity()),
                terms.total(),
                candidate.reason());
    }

    private static String more(List<Cost> costs) {
        if (costs.size() <= MOST_COSTS) {
            return "";
        }
        return "and " + Units.plural(costs.size() - MOST_COSTS, "machine", "machines") + " more, from "
                + Units.seconds(costs.get(MOST_COSTS).total());
    }

    /// The prediction counts from the decision, so what it is held against does too.
    private static String predicted(RequestTrace request) {
        double started =
                Loading.lastAttempt(request).map(AttemptTrace::startedMs).orElse(0.0);
        double took = (request.times().total() - started) / 1000;
        return "predicted " + Units.seconds(request.decision().predictedSeconds())
                + (request.ended() ? ", was " : ", so far ") + Units.seconds(took);
    }

    private static List<Barred> barred(Decision decision, Candidates candidates) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        decision.candidates().stream()
                .filter(candidate -> candidate.terms() == null)
                .forEach(candidate -> byReason.computeIfAbsent(candidate.reason(), reason -> new ArrayList<>())
                        .add(candidates.name(candidate)));
        return byReason.entrySet().stream()
                .map(entry -> new Barred(joined(entry.getValue()), entry.getKey()))
                .toList();
    }

    private static String joined(List<String> names) {
        if (names.size() <= MOST_NAMES + 1) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
