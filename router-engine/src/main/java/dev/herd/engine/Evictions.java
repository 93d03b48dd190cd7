package dev.herd.engine;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.gateway.Fleet;
import dev.herd.engine.upstream.ModelLoader;
import dev.herd.engine.upstream.UpstreamFailure;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes models out of memory that have to go for others, as the scheduler wants it. Thread-safe.
final class Evictions {
    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);

    private final ModelLoader loader;
    private final Fleet fleet;
    private final Executor workers;

    Evictions(ModelLoader loader, Fleet fleet, Executor workers) {
        this.loader = loader;
        this.fleet = fleet;
        this.workers = workers;
    }

    /// Returns at once. Where it fails the server makes room by itself.
    void begin(Holder holder) {
        workers.execute(() -> {
            try {
                unload(holder);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Returns when the server has answered, or cannot.
    void unload(Holder holder) throws InterruptedException {
        try {
            fleet.unloaded(holder);
            loader.unload(holder);
            LOG.info(
                    "{} leaves the memory of {} for another model",
                    holder.model().name(),
                    holder.node().name());
        } catch (UpstreamFailure failure) {
            LOG.info(
                    "{} stays in the memory of {}: {}",
                    holder.model().name(),
                    holder.node().name(),
                    failure.reason());
        } finally {
            fleet.refresh(holder.upstream().id());
        }
    }
}
