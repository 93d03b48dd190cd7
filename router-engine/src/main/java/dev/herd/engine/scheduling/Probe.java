package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What an instance is asked to be measured: enough to tell a speed, over before anybody minds.
public final class Probe {
    /// A prompt that is shorter measures overhead.
    public static final int PROMPT_TOKENS = 400;

    public static final int ANSWER_TOKENS = 16;

    /// Whose work it is.
    public static final String TENANT = "herd";

    private Probe() {}

    static double seconds(InstanceRates rates) {
        return PROMPT_TOKENS / rates.prefillTokensPerSecond() + ANSWER_TOKENS / rates.decodeTokensPerSecond();
    }

    static Ticket ticket(long number, Holder holder, Instant at) {
        return new Ticket(
                new TicketId("probe-" + number),
                List.of(holder.model().ref()),
                RequestClass.BATCH,
                TENANT,
                at,
                null,
                holder.node().id(),
                Set.of(),
                Set.of(),
                false,
                0,
                PROMPT_TOKENS,
                ANSWER_TOKENS,
                PrefixChain.NONE,
                false,
                0);
    }
}
