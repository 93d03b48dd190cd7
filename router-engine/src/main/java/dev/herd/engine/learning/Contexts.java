package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.placement.PromptFit;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Learns what requests take of a model's window, by the counts that come with answers: how many tokens a text has, how
/// long the model thinks for whom, and how large requests are in all.
final class Contexts {
    /// Characters that a token has at most, on the average of a prompt, until the model's own are
    /// known: the words of no language are longer, and models have a token for each common one.
    static final double MOST_CHARS = 8;

    /// Prompts whose counts make a model's own characters per token known.
    private static final int ENOUGH = 20;

    /// A prompt may have more characters per token than any before it by this factor.
    private static final double UNSEEN = 1.5;

    /// Between these the learned bound stays: prose has up to 5, indented code and tables more.
    private static final double FEWEST_MOST = 6;

    private static final double LARGEST_MOST = 16;

    /// What a prompt is taken to have more tokens than estimated counts as much as so many prompts.
    private static final double SHRINKAGE = 3;

    private static final double LEAST_WEIGHT = 0.05;

    /// Eight characters per token: no model's whole traffic has more.
    private static final double LEAST_DENSITY = 0.5;

    /// Shorter prompts are mostly what the model's template adds.
    private static final int LEAST_PROMPT = 256;

    /// A prompt that fills more of its window than this may have been cut by a server that does so silently.
    private static final double SURELY_WHOLE = 0.75;

    /// What one image takes in common models.
    private static final int IMAGE_TOKENS = 1024;

    /// Room for answers: what an answer is known to need, twice, between these.
    private static final int LEAST_ROOM = 1024;

    private static final int LIMITED_ROOM = 4096;

    /// An answer that nobody limits: longer ones are rare, thinking included.
    private static final int LONGEST_ANSWER = 4096;

    /// No text has fewer characters per token than this, of the four that a ticket's estimate counts.
    private static final int MOST_TOKENS_PER_ESTIMATED = 2;

    /// What a model may think until it was seen thinking, and the bounds of what is learned.
    static final int ASSUMED_THOUGHTS = 1024;

    private static final int FEWEST_THOUGHTS = 256;
    private static final int MOST_THOUGHTS = 8192;
    private static final double THOUGHTS_MARGIN = 2;

    private final Bounded<ModelRef, Model> models = new Bounded<>();
    private final Bounded<Learned.Client, Estimate> thoughts = new Bounded<>();

    /// @param tokens of prompts, per estimated one
    /// @param densest most characters per token of a prompt
    private record Model(Estimate tokens, double densest, WindowUse use) {
        /// Of which nothing is known; never learned into.
        static final Model UNKNOWN = fresh();

        static Model fresh() {
            return new Model(Estimate.NONE, 0, new WindowUse());
        }

        double density() {
            double mean = (tokens.count() * tokens.mean() + SHRINKAGE) / (tokens.count() + SHRINKAGE);
            return Math.max(LEAST_DENSITY, mean);
        }

        double mostChars() {
            return tokens.count() < ENOUGH ? MOST_CHARS : Math.clamp(UNSEEN * densest, FEWEST_MOST, LARGEST_MOST);
        }
    }

    /// What is to be expected of a request while nothing was learned.
    ///
    /// @param answer expected tokens
    static Footprint assumed(Ticket ticket, double answer) {
        return footprint(ticket, Model.UNKNOWN, new Expected(answer, 0, ASSUMED_THOUGHTS));
    }

    /// @param answer mean length
    private record Expected(double answer, int recommended, int thoughts) {}

    /// @param answer expected tokens
    Footprint footprint(Ticket ticket, Holder holder, double answer, Instant at) {
        Model known = models.getOrDefault(holder.model().ref(), Model.UNKNOWN);
        return footprint(
                ticket, known, new Expected(answer, known.use().recommended(at), thoughts(ticket, holder.variant())));
    }

    private static Footprint footprint(Ticket ticket, Model known, Expected expected) {
        PromptFit fit = ticket.fit();
        int limit = ticket.maxTokens();
        int answer = (int) Math.ceil(expected.answer());
        int room = Math.max(LEAST_ROOM, 2 * answer);
        if (limit > 0) {
            answer = Math.min(limit, answer);
            room = Math.min(limit, Math.max(LIMITED_ROOM, room));
        }
        int images = ticket.needsVision() ? IMAGE_TOKENS : 0;
        double estimated = Math.ceil(ticket.promptTokens() * known.density()) + images;
        int prompt = (int) Math.min(Integer.MAX_VALUE - 1, Math.max(estimated, fit.tooSmall() + 1.0));
        long most = ticket.needsVision()
                ? Long.MAX_VALUE
                : (long) ticket.promptTokens() * MOST_TOKENS_PER_ESTIMATED + (limit > 0 ? limit : LONGEST_ANSWER);
        return new Footprint(
                fit.whole() ? (int) Math.min(Integer.MAX_VALUE, fit.chars() / known.mostChars()) : 0,
                fit.whole() ? prompt : 0,
                answer,
                room,
                most,
                expected.recommended(),
                expected.thoughts());
    }

    /// The windows that models' use asks for; those of which too little is known are left out.
    Map<ModelRef, Integer> recommended(Instant at) {
        Map<ModelRef, Integer> all = new LinkedHashMap<>();
        models.forEach((model, known) -> {
            int window = known.use().recommended(at);
            if (window > 0) {
                all.put(model, window);
            }
        });
        return all;
    }

    private int thoughts(Ticket ticket, Variant model) {
        Estimate own = thoughts.getOrDefault(Lengths.client(ticket, model), Estimate.NONE);
        return own.count() == 0
                ? ASSUMED_THOUGHTS
                : (int) Math.clamp(THOUGHTS_MARGIN * own.mean(), FEWEST_THOUGHTS, MOST_THOUGHTS);
    }

    void learn(Observation answer) {
        TokenUsage usage = answer.answer().usage();
        if (usage.completion() <= 0) {
            return;
        }
        ModelRef ref = answer.holder().model().ref();
        Model before = models.get(ref);
        Model known = before == null ? Model.fresh() : before;
        if (usage.prompt() > 0) {
            known.use().add(usage.prompt() + usage.completion(), answer.at());
        }
        models.put(ref, counted(known, answer));
        if (usage.thinking() > 0) {
            thoughts.merge(
                    Lengths.client(answer.ticket(), answer.holder().variant()),
                    new Estimate(usage.thinking(), 1),
                    (old, one) -> old.with(usage.thinking(), LEAST_WEIGHT));
        }
    }

    private static Model counted(Model known, Observation answer) {
        Ticket ticket = answer.ticket();
        int tokens = answer.answer().usage().prompt();
        int estimated = ticket.promptTokens();
        // Some servers leave out what they had in their cache.
        boolean plausible = tokens * LARGEST_MOST >= ticket.fit().chars();
        boolean tells = plausible && estimated >= LEAST_PROMPT && ticket.fit().whole() && !ticket.needsVision();
        OptionalInt window = window(answer.holder());
        if (!tells || window.isEmpty() || estimated * Math.max(1, known.density()) > SURELY_WHOLE * window.getAsInt()) {
            return known;
        }
        return new Model(
                known.tokens().with((double) tokens / estimated, LEAST_WEIGHT),
                Math.max(known.densest(), (double) ticket.fit().chars() / tokens),
                known.use());
    }

    /// The window that an answer was made in; none when it is not known and the server may cut prompts.
    private static OptionalInt window(Holder holder) {
        if (holder.upstream().kind() != UpstreamKind.OLLAMA) {
            return OptionalInt.of(Integer.MAX_VALUE);
        }
        Residency resident = holder.model().resident();
        return resident == null || resident.window() == 0 ? OptionalInt.empty() : OptionalInt.of(resident.window());
    }

    void restore(ModelRef model, Learned.Context of) {
        models.put(model, new Model(of.tokens(), of.densest(), new WindowUse(of.days(), of.hours())));
    }

    Map<ModelRef, Learned.Context> kept() {
        Map<ModelRef, Learned.Context> all = new LinkedHashMap<>();
        models.forEach((model, known) -> all.put(
                model,
                new Learned.Context(
                        known.tokens(),
                        known.densest(),
                        known.use().days(),
                        known.use().hours())));
        return all;
    }

    Bounded<Learned.Client, Estimate> thoughts() {
        return thoughts;
    }
}
