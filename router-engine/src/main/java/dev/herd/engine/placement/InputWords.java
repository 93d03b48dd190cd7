package dev.herd.engine.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was reckoned with at one candidate, in sentences.
final class InputWords {
    private static final double LEAST_SECONDS = 0.005;
    private static final double LEAST_BESIDE = 0.05;
    private static final double FULL_FAITH = 0.9;

    private InputWords() {}

    static List<String> of(Candidate candidate, String name) {
        CostInputs inputs = candidate.inputs();
        if (inputs == null) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        words.add(tokens(inputs));
        words.add(rates(inputs, name));
        if (inputs.rates().faith() < FULL_FAITH) {
            words.add(String.format(
                    Locale.ROOT,
                    "Measured so little, it is given the benefit of the doubt: its work costs %.0f %% of what is"
                            + " predicted.",
                    inputs.rates().faith() * 100));
        }
        if (inputs.beside() > LEAST_BESIDE) {
            words.add(String.format(
                    Locale.ROOT,
                    "%s run beside it there, each prolonging it by %.0f %%.",
                    inputs.beside() == Math.rint(inputs.beside())
                            ? Figures.count(Math.round(inputs.beside()))
                            : String.format(Locale.ROOT, "%.1f", inputs.beside()),
                    inputs.rates().contention() * 100));
        }
        if (inputs.speed() > 0 && inputs.speed() < 1) {
            words.add(
                    String.format(Locale.ROOT, "Heat leaves the machine %.0f %% of its speed.", inputs.speed() * 100));
        }
        words.add(wait(inputs));
        Situation situation = candidate.situation();
        if (situation != null) {
            words.add(window(situation));
        }
        words.removeIf(String::isEmpty);
        return words;
    }

    private static String tokens(CostInputs inputs) {
        String cached = inputs.cachedTokens() > 0 ? Figures.count(inputs.cachedTokens()) : "none";
        return "The prompt is taken for " + Figures.plural(inputs.promptTokens(), "token", "tokens") + ", "
                + cached + " of them cached, the answer for "
                + Figures.plural(Math.round(inputs.answerTokens()), "token.", "tokens.");
    }

    private static String rates(CostInputs inputs, String name) {
        InstanceRates rates = inputs.rates();
        String from = rates.samples() > 0
                ? "learned from "
                        + (rates.samples() > 999
                                ? "many answers"
                                : Figures.plural(rates.samples(), "answer", "answers"))
                : "assumed, since nobody has measured it";
        String slowed = rates.share() < 1
                ? ", taken at " + Figures.times(rates.share()) + " of that since the machine has become slow"
                : "";
        return name + " reads " + Figures.rate(rates.prefillTokensPerSecond()) + " and writes "
                + Figures.rate(rates.decodeTokensPerSecond()) + " tokens per second alone (" + from + slowed + ").";
    }

    private static String wait(CostInputs inputs) {
        String slot = inputs.waitSeconds() > LEAST_SECONDS
                ? "It would start in " + Figures.fine(inputs.waitSeconds())
                : "It can start at once";
        String load = inputs.loadSeconds() > LEAST_SECONDS
                ? ", and loads the model in " + Figures.fine(inputs.loadSeconds())
                : "";
        return slot + load + ".";
    }

    private static String window(Situation situation) {
        String asked = situation.askedWindow() > 0
                ? "a window of " + Figures.count(situation.askedWindow()) + " tokens is asked for"
                : "";
        String loaded = situation.window() > 0
                ? "the model is loaded with a window of " + Figures.count(situation.window()) + " tokens"
                : "";
        String both = loaded.isEmpty() || asked.isEmpty() ? loaded + asked : loaded + ", " + asked;
        return both.isEmpty() ? "" : Character.toUpperCase(both.charAt(0)) + both.substring(1) + ".";
    }
}
