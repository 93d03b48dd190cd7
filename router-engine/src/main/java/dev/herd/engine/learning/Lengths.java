package dev.herd.engine.learning;

import dev.herd.engine.fleet.Variant;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Ticket;
import org.jspecify.annotations.Nullable;

/// Learns how long answers are: by model, and within it by client and by whether tools may be called. Knowing
/// more is not worth the effort: true lengths would gain 4 % at most (the study of this routing).
final class Lengths {
    /// What is assumed until an answer was seen.
    private static final double ASSUMED = 256;

    /// Lengths differ tenfold from one answer to the next, so that only a long mean says something.
    private static final double LEAST_WEIGHT = 0.05;

    /// A client's own mean counts as much as its model's after so many answers.
    private static final double SHRINKAGE = 5;

    private final Bounded<Variant, Estimate> byModel = new Bounded<>();
    private final Bounded<Learned.Client, Estimate> byClient = new Bounded<>();

    /// Of all machines that a ticket may run on the same is asked, one after the other.
    private @Nullable Ticket lastTicket;

    private @Nullable Variant lastModel;
    private double lastExpected;

    static Learned.Client client(Ticket ticket, Variant model) {
        return new Learned.Client(model, ticket.tenant(), ticket.tools());
    }

    double expected(Ticket ticket, Variant model) {
        if (ticket.equals(lastTicket) && model.equals(lastModel)) {
            return lastExpected;
        }
        lastExpected = look(ticket, model);
        lastTicket = ticket;
        lastModel = model;
        return lastExpected;
    }

    private double look(Ticket ticket, Variant model) {
        double general = byModel.getOrDefault(model, Estimate.NONE).or(ASSUMED);
        Estimate own = byClient.getOrDefault(client(ticket, model), Estimate.NONE);
        return (own.count() * own.mean() + SHRINKAGE * general) / (own.count() + SHRINKAGE);
    }

    /// A prompt that was counted without an answer had none. Embeddings say nothing of a model's texts.
    void learn(Ticket ticket, Variant model, Outcome.Served answer) {
        int tokens = answer.usage().completion();
        lastTicket = null;
        if (ticket.vectors() != null) {
            return;
        }
        if (tokens > 0 || answer.usage().prompt() > 0) {
            byModel.merge(model, new Estimate(tokens, 1), (old, one) -> old.with(tokens, LEAST_WEIGHT));
            byClient.merge(
                    client(ticket, model), new Estimate(tokens, 1), (old, one) -> old.with(tokens, LEAST_WEIGHT));
        }
    }

    Estimate of(Variant model) {
        return byModel.getOrDefault(model, Estimate.NONE);
    }

    Bounded<Variant, Estimate> models() {
        return byModel;
    }

    Bounded<Learned.Client, Estimate> clients() {
        return byClient;
    }
}
