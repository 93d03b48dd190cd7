package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.Map;

/// What is known of speeds and lengths. The scheduler asks it for every candidate, so that it answers from
/// memory. Confined to the scheduler's thread.
public interface Knowledge {
    /// How fast the instance is with a context of that many tokens.
    InstanceRates rates(Holder holder, int contextTokens);

    /// The same of one whose place is known already: asked for each candidate.
    default InstanceRates rates(Holder holder, Learned.Place place, int contextTokens) {
        return rates(holder, contextTokens);
    }

    /// The expected length of the answer, in tokens, were it not limited; 0 or more.
    double answerTokens(Ticket ticket, Holder holder);

    /// Whether the instance's answers have shown its cache to hold what it was believed to hold.
    boolean trustsCache(Holder holder);

    /// What the request is expected to take of the model's window.
    default Footprint footprint(Ticket ticket, Holder holder, Instant at) {
        return Contexts.assumed(ticket, answerTokens(ticket, holder));
    }

    /// The windows that models' real use asks for; those of which too little is known are left out.
    default Map<ModelRef, Integer> recommendedWindows(Instant at) {
        return Map.of();
    }

    /// Bytes of memory that the model is going to take there; 0 when that is unknown.
    ///
    /// @param window it is loaded with, in tokens; 0 where nobody knows
    default long memoryBytes(Holder holder, int window) {
        return holder.model().sizeBytes();
    }

    /// The same as far as that is certain: nothing is refused for what is only estimated.
    default long leastMemoryBytes(Holder holder, int window) {
        return memoryBytes(holder, window);
    }

    /// Takes how much memory a loaded model takes.
    default void loaded(Holder holder) {}

    /// Learns from one answer.
    void learn(Observation answer);

    /// All of it, to be kept.
    Learned learned();

    /// Grows whenever an answer of the others may have changed by anything else than what it was told to learn, which
    /// changes the rates of that machine's instances, and of those of that model which were never measured.
    long version();

    /// What the answers have shown beside rates.
    default Insight insight() {
        return Insight.NONE;
    }

    /// Time has passed, which ends what nobody has seen going on. Never goes back.
    default void passed(Instant at) {}

    /// The speed of a machine's memory and arithmetic is known from its kind.
    void assume(NodeId node, Hardware hardware);
}
