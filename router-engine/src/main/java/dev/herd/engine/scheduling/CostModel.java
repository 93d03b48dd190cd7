package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;

/// What running a ticket on an instance costs, in seconds: queue wait + load + service. Further signals add terms.
final class CostModel {
    /// Ollama's runner starts in about this time, whatever the model's size.
    static final double LOAD_OVERHEAD_SECONDS = 1;

    /// Reading from a common NVMe disk through the page cache into memory.
    static final double LOAD_BYTES_PER_SECOND = 2e9;

    private CostModel() {}

    /// @param queueSeconds until the instance has a slot for it
    static CostTerms cost(Ticket ticket, InstanceState instance, double queueSeconds) {
        HostedModel model = instance.holder.model();
        double service = model.embedsOnly() ? prefill(ticket, instance.rates) : service(ticket, instance.rates);
        return new CostTerms(queueSeconds, service, load(ticket, instance), 0, 0, 0, 0);
    }

    /// Prefill and decode at the instance's rates: `prompt / prefill + min(limit, mean answer) / decode`.
    static double service(Ticket ticket, InstanceRates rates) {
        double output =
                ticket.maxTokens() > 0 ? Math.min(ticket.maxTokens(), rates.outputTokens()) : rates.outputTokens();
        return prefill(ticket, rates) + output / rates.decodeTokensPerSecond();
    }

    private static double prefill(Ticket ticket, InstanceRates rates) {
        return ticket.promptTokens() / rates.prefillTokensPerSecond();
    }

    /// Loading the model when it is not loaded; loading it anew when its window is too small for the request, which
    /// only
    /// Ollama does.
    private static double load(Ticket ticket, InstanceState instance) {
        HostedModel model = instance.holder.model();
        Residency resident = model.resident();
        boolean grows = instance.holder.upstream().kind() == UpstreamKind.OLLAMA;
        if (resident != null && (!grows || resident.window() == 0 || ticket.window() <= resident.window())) {
            return 0;
        }
        double learned = instance.rates.loadSeconds();
        return learned >= 0 ? learned : LOAD_OVERHEAD_SECONDS + model.sizeBytes() / LOAD_BYTES_PER_SECOND;
    }
}
