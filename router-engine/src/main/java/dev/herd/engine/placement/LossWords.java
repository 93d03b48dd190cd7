package dev.herd.engine.placement;

import dev.herd.engine.placement.Counterfactual.Rival;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a candidate lost to another.
final class LossWords {
    /// One term that explains that much of the difference is the reason of most of it.
    private static final double MOSTLY = 0.6;

    private final Rival loser;
    private final Rival winner;
    private final String chosen;

    private LossWords(Rival loser, Rival winner, String chosen) {
        this.loser = loser;
        this.winner = winner;
        this.chosen = chosen;
    }

    /// @param least cost of any
    /// @param chosen the winner's name
    static String of(Rival loser, Rival winner, double least, String chosen) {
        double more = loser.total() - winner.total();
        if (Choice.rule(winner, loser, least) == Choice.Rule.COST) {
            return Figures.fine(more) + " dearer, " + new LossWords(loser, winner, chosen).because(more);
        }
        String apart = Math.abs(more) < 0.005
                ? "of equal cost"
                : Figures.fine(Math.abs(more)) + (more > 0 ? " dearer" : " cheaper") + ", which counts as equal";
        return apart + "; " + rule(loser, winner, least, chosen);
    }

    /// What told two of equal cost apart.
    ///
    /// @param chosen what the winner is called
    static String rule(Rival loser, Rival winner, double least, String chosen) {
        if (loser.candidate().situation() == null && loser.cachedTokens() == winner.cachedTokens()) {
            return "what told them apart was not kept";
        }
        return switch (Choice.rule(winner, loser, least)) {
            case CACHE ->
                chosen + " has more of the prompt cached (" + Figures.count(winner.cachedTokens()) + " tokens, not "
                        + Figures.count(loser.cachedTokens()) + ")";
            case DEDICATED -> "nobody works at the machine of " + chosen;
            case BUSY -> chosen + " had less to do (" + slots(winner) + ", not " + slots(loser) + ")";
            case CHEAPER -> chosen + " cost a little less";
            case DRAW -> "the draw fell to " + chosen;
            case COST -> chosen + " cost less";
        };
    }

    private static String slots(Rival rival) {
        Situation situation = rival.candidate().situation();
        return situation == null
                ? "unknown"
                : situation.occupied() + " of " + Figures.plural(situation.slots(), "slot", "slots") + " taken";
    }

    private record Part(CostTerm term, double more) {}

    private String because(double more) {
        List<Part> parts = Arrays.stream(CostTerm.values())
                .map(term -> new Part(term, term.seconds(loser.terms()) - term.seconds(winner.terms())))
                .filter(part -> part.more() > 0)
                .sorted(Comparator.comparingDouble(Part::more).reversed())
                .toList();
        if (parts.isEmpty()) {
            return "all in all";
        }
        Part first = parts.getFirst();
        if (parts.size() == 1) {
            return "because " + reason(first);
        }
        return first.more() >= MOSTLY * more
                ? "mostly because " + reason(first)
                : "because " + reason(first) + " and " + reason(parts.get(1));
    }

    private String reason(Part part) {
        CostInputs inputs = loser.candidate().inputs();
        String seconds = Figures.fine(part.term().seconds(loser.terms()));
        return switch (part.term()) {
            case QUEUE ->
                inputs != null && inputs.waitSeconds() < Counterfactual.LEAST_SECONDS
                        ? "it would slow those who run there (" + seconds + ")"
                        : "it would wait for a slot (" + seconds + ")";
            case SERVICE ->
                "reading and writing take longer there (" + seconds + ", not "
                        + Figures.fine(part.term().seconds(winner.terms())) + ")";
            case LOAD -> load(inputs, seconds);
            case THERMAL -> "heat slows it (" + seconds + ")";
            case AFFINITY ->
                part.term().seconds(loser.terms()) > 0
                        ? "it would take the slot of another conversation (" + seconds + ")"
                        : chosen + " has more of the prompt cached (saves "
                                + Figures.fine(-part.term().seconds(winner.terms())) + " there)";
            case AVAILABILITY -> "its person may return (" + seconds + ")";
            case CONTEXT -> "it would be loaded anew for a larger window (" + seconds + ")";
        };
    }

    private static String load(@Nullable CostInputs inputs, String seconds) {
        if (inputs == null || (inputs.loadSeconds() >= inputs.evictionSeconds() && inputs.loadSeconds() > 0)) {
            return "it would first load the model (" + seconds + ")";
        }
        return inputs.evictionSeconds() > 0
                ? "another model would have to make room (" + seconds + ")"
                : "it would first wait for another load (" + seconds + ")";
    }
}
