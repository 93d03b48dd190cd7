package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.learning.Bounded;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;

/// Whether, and after how long, a client's conversations go on. An agent does at once, a person after
/// reading, and a script that asks single questions never.
final class Returns {
    /// Of a new observation, once there are enough.
    private static final double LEAST_WEIGHT = 0.1;

    /// Looking for a conversation's last turn among the links of a prompt, this many are tried from its end.
    private static final int LINKS = 64;

    private final Bounded<Long, Instant> ended = new Bounded<>();
    private final Bounded<Client, Habit> habits = new Bounded<>();

    private record Client(String tenant, ModelRef model) {
        static Client of(Ticket ticket) {
            return new Client(ticket.tenant(), ticket.models().getFirst());
        }
    }

    /// @param chance that an answered conversation goes on
    /// @param gapSeconds mean time until it does
    record Habit(double chance, double gapSeconds, int answers, int gaps) {
        static final Habit UNKNOWN = new Habit(0, 0, 0, 0);

        Habit answered() {
            double weight = Math.max(1.0 / (answers + 1), LEAST_WEIGHT);
            return new Habit(chance * (1 - weight), gapSeconds, answers + 1, gaps);
        }

        /// Makes the last answer one that went on.
        Habit wentOn(double gap) {
            double weight = Math.max(1.0 / Math.max(1, answers), LEAST_WEIGHT);
            double gapWeight = Math.max(1.0 / (gaps + 1), LEAST_WEIGHT);
            return new Habit(
                    Math.min(1, chance + weight), gapSeconds + gapWeight * (gap - gapSeconds), answers, gaps + 1);
        }
    }

    Habit habit(Ticket ticket) {
        return habits.getOrDefault(Client.of(ticket), Habit.UNKNOWN);
    }

    void ended(Ticket ticket, Instant at) {
        PrefixChain prompt = ticket.prefix();
        if (!prompt.isEmpty()) {
            ended.put(prompt.link(prompt.blocks()), at);
            habits.merge(Client.of(ticket), Habit.UNKNOWN.answered(), (old, one) -> old.answered());
        }
    }

    void arrived(Ticket ticket, Instant at) {
        PrefixChain prompt = ticket.prefix();
        for (int count = prompt.blocks() - 1; count > Math.max(0, prompt.blocks() - LINKS); count--) {
            Instant before = ended.remove(prompt.link(count));
            if (before != null) {
                double gap = Moments.seconds(before, at);
                habits.compute(Client.of(ticket), (client, old) -> (old == null ? Habit.UNKNOWN : old).wentOn(gap));
                return;
            }
        }
    }
}
