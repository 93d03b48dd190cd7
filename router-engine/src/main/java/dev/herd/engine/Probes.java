package dev.herd.engine;

import dev.herd.engine.dispatch.HeldLease;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.gateway.Fleet;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.scheduling.Probe;
import dev.herd.engine.upstream.ProbeClient;
import dev.herd.engine.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures models that the scheduler knows nothing of. Thread-safe.
final class Probes {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final ProbeClient client;
    private final Fleet fleet;
    private final Executor workers;

    Probes(ProbeClient client, Fleet fleet, Executor workers) {
        this.client = client;
        this.fleet = fleet;
        this.workers = workers;
    }

    /// Returns at once.
    void begin(HeldLease held) {
        workers.execute(() -> {
            try (held) {
                Thread asking = Thread.currentThread();
                held.onMakeWay(asking::interrupt);
                measure(held);
            } catch (InterruptedException urgent) {
                held.finish(new Outcome.Preempted());
            }
        });
    }

    private void measure(HeldLease held) throws InterruptedException {
        Holder holder = held.lease().holder();
        Residency resident = holder.model().resident();
        int window = fleet.load(holder).window().orElse(resident == null ? 0 : resident.window());
        try {
            ProbeClient.Measures measures = client.ask(holder, window, Probe.PROMPT_TOKENS, Probe.ANSWER_TOKENS);
            LOG.info(
                    "measured {} on {}: {} tokens read in {} ms, {} written in {} ms",
                    holder.model().name(),
                    holder.node().name(),
                    measures.promptTokens(),
                    measures.prompt() / 1_000_000,
                    measures.answerTokens(),
                    measures.answer() / 1_000_000);
            held.finish(new Outcome.Served(
                    new TokenUsage(measures.promptTokens(), 0, measures.answerTokens()),
                    new Timings(measures.total(), measures.load(), measures.prompt(), measures.answer()),
                    Duration.ofNanos(measures.load() + measures.prompt()),
                    Duration.ofNanos(measures.total())));
        } catch (UpstreamFailure failure) {
            LOG.info(
                    "{} on {} could not be measured: {}",
                    holder.model().name(),
                    holder.node().name(),
                    failure.reason());
            held.finish(new Outcome.RequestRefused());
        }
    }
}
