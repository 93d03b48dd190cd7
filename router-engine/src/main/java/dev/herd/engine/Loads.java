package dev.herd.engine;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.gateway.Fleet;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.shaping.PinnedWindow;
import dev.herd.engine.shaping.WindowWish;
import dev.herd.engine.upstream.ModelLoader;
import dev.herd.engine.upstream.ModelLoader.Keep;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamWatch;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads models that no request waits for, as the scheduler wants it: idle ones out of the way first, then the model.
/// Thread-safe.
final class Loads {
    private static final Logger LOG = LoggerFactory.getLogger(Loads.class);

    /// A server that has just loaded a model answers at once.
    private static final Duration READING = Duration.ofSeconds(2);

    private final ModelLoader loader;
    private final Evictions evictions;
    private final Fleet fleet;
    private final UpstreamWatch watch;
    private final Executor workers;

    Loads(ModelLoader loader, Evictions evictions, Fleet fleet, UpstreamWatch watch, Executor workers) {
        this.loader = loader;
        this.evictions = evictions;
        this.fleet = fleet;
        this.watch = watch;
        this.workers = workers;
    }

    /// Returns at once.
    ///
    /// @param ended is told why the load failed, or nothing, once the server's inventory has been read again
    void begin(Effect.Load load, Consumer<String> ended) {
        workers.execute(() -> {
            String failure = "it was stopped";
            try {
                for (Holder victim : load.first()) {
                    evictions.unload(victim);
                }
                failure = load(load.holder(), load.why() == Effect.Why.PIN ? Keep.FOR_EVER : Keep.AS_USUAL);
                watch.refresh(load.holder().upstream().id(), READING);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                ended.accept(failure);
            }
        });
    }

    /// A model is no longer pinned: its server may let it go when it has not been used for a while. Returns at once.
    void letGo(Holder holder) {
        workers.execute(() -> {
            try {
                load(holder, Keep.AS_USUAL);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// @return why it failed, empty when it did not
    private String load(Holder holder, Keep keep) throws InterruptedException {
        OptionalInt window =
                PinnedWindow.decide(holder, WindowWish.NONE, fleet.load(holder)).window();
        String name = holder.model().name();
        String node = holder.node().name();
        try {
            fleet.sentWindow(holder, window.orElse(0));
            loader.load(holder, window, keep);
            LOG.info("{} is in the memory of {}", name, node);
            return "";
        } catch (UpstreamFailure failure) {
            LOG.info("{} could not be loaded on {}: {}", name, node, failure.reason());
            return failure.reason();
        }
    }
}
