package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Explanation;
import java.util.ArrayList;
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
/// @param lost why the drawn places lost that could have run it
/// @param barred places that could not, those with the same reason together
record Why(String title, String predicted, List<Cost> costs, String more, List<Reason> lost, List<Reason> barred) {
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
    record Cost(String name, boolean chosen, List<Part> parts, double saved, double total) {
        Cost {
            parts = List.copyOf(parts);
        }
    }

    /// Why some places did not get it.
    record Reason(String names, String words) {}

    Why {
        costs = List.copyOf(costs);
        lost = List.copyOf(lost);
        barred = List.copyOf(barred);
    }

    /// Empty when no place was ever in question.
    static Optional<Why> of(RequestTrace request, Explanation explanation) {
        if (explanation.verdicts().isEmpty()) {
            return Optional.empty();
        }
        List<Cost> costs = explanation.verdicts().stream()
                .filter(verdict -> verdict.candidate().terms() != null)
                .map(Why::cost)
                .toList();
        Explanation.Verdict first = explanation.verdicts().getFirst();
        boolean somewhere = first.fate() == Explanation.Fate.CHOSEN;
        return Optional.of(new Why(
                somewhere ? "Why " + first.name() : "Why nowhere",
                somewhere ? predicted(request) : "",
                costs.subList(0, Math.min(MOST_COSTS, costs.size())),
                more(costs),
                lost(explanation),
                barred(explanation)));
    }

    private static Cost cost(Explanation.Verdict verdict) {
        CostTerms terms = verdict.candidate().terms();
        if (terms == null) {
            throw new IllegalArgumentException("not eligible: " + verdict.name());
        }
        List<Part> parts = new ArrayList<>();
        for (Term term : Term.values()) {
            double seconds = term.seconds(terms);
            if (seconds >= LEAST_SECONDS) {
                parts.add(new Part(term, seconds));
            }
        }
        return new Cost(
                verdict.name(),
                verdict.fate() == Explanation.Fate.CHOSEN,
                parts,
                Math.max(0, -terms.affinity()),
                terms.total());
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

    /// Why each of the drawn ones lost.
    private static List<Reason> lost(Explanation explanation) {
        return explanation.verdicts().stream()
                .filter(verdict -> verdict.fate() == Explanation.Fate.LOST)
                .limit(MOST_COSTS - 1)
                .map(verdict -> new Reason(verdict.name(), verdict.words()))
                .toList();
    }

    private static List<Reason> barred(Explanation explanation) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        explanation.verdicts().stream()
                .filter(verdict -> verdict.fate() == Explanation.Fate.INELIGIBLE)
                .forEach(verdict -> byReason.computeIfAbsent(verdict.candidate().reason(), reason -> new ArrayList<>())
                        .add(verdict.name()));
        return byReason.entrySet().stream()
                .map(entry -> new Reason(joined(entry.getValue()), entry.getKey()))
                .toList();
    }

    private static String joined(List<String> names) {
        if (names.size() <= MOST_NAMES + 1) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
