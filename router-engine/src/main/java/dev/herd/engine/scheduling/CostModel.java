package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;

/// What running a ticket on an instance costs, in seconds: queue wait + load + service. Further signals add terms.
final class CostModel {
    /// Ollama's runner starts in about this time, whatever the model's size.
    static final double LOAD_OVERHEAD_SECONDS = 1;

    /// Reading from a common NVMe disk through the page cache into memory.
    static final double LOAD_BYTES_PER_SECOND = 2e9;

    private CostModel() {}

    static CostTerms cost(Ticket ticket, InstanceState instance, Instant at) {
        return new CostTerms(
                instance.secondsUntilFree(at), service(ticket, instance.rates), load(ticket, instance), 0, 0, 0, 0);
    }

    /// Prefill and decode at the instance's rates: `prompt / prefill + min(limit, mean answer) / decode`.
    static double service(Ticket ticket, InstanceRates rates) {
        double output =
                ticket.maxTokens() > 0 ? Math.min(ticket.maxTokens(), rates.outputTokens()) : rates.outputTokens();
        return ticket.promptTokens() / rates.prefillTokensPerSecond() + output / rates.decodeTokensPerSecond();
    }

    /// Loading the model when it is not loaded, or loading it anew when its window is too small for the request.
    private static double load(Ticket ticket, InstanceState instance) {
        HostedModel model = instance.holder.model();
        Residency resident = model.resident();
        boolean ready = resident != null
                ? resident.window() == 0 || ticket.window() <= resident.window()
                : instance.holder.upstream().kind() == UpstreamKind.OPENAI;
        if (ready) {
            return 0;
        }
        double learned = instance.rates.loadSeconds();
        return learned >= 0 ? learned : LOAD_OVERHEAD_SECONDS + model.sizeBytes() / LOAD_BYTES_PER_SECOND;
    }
}
