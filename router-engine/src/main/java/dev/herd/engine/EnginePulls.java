package dev.herd.engine;

import dev.herd.engine.api.PullProgress;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.pulling.Pulls;
import dev.herd.engine.pulling.Room;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.trace.Findings;
import dev.herd.engine.upstream.UpstreamWatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fleet as pulls need it, and what they leave behind: a fresh inventory, or a finding.
final class EnginePulls implements Pulls.Fleet {
    private static final Logger LOG = LoggerFactory.getLogger(EnginePulls.class);
    private static final String FINDING = "pull_failed";

    /// A server that has just pulled answers at once; whoever waits for the model finds it a moment later in any case.
    private static final Duration READING = Duration.ofSeconds(2);

    private final FleetRegistry registry;
    private final UpstreamWatch watch;
    private final Rooms rooms;
    private final Findings findings;

    private final AtomicReference<@Nullable ModelRef> lastFailed = new AtomicReference<>();

    EnginePulls(FleetRegistry registry, UpstreamWatch watch, Rooms rooms, Findings findings) {
        this.registry = registry;
        this.watch = watch;
        this.rooms = rooms;
        this.findings = findings;
    }

    @Override
    public FleetSnapshot snapshot() {
        return registry.snapshot();
    }

    @Override
    public Room room(Node node, Upstream upstream) {
        return rooms.of(node, upstream);
    }

    @Override
    public void pulled(PullProgress pull, UpstreamId upstream) {
        LOG.info("model {} was pulled to {}", pull.model(), pull.node());
        try {
            watch.refresh(upstream, READING);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        if (ModelRef.of(pull.model()).equals(lastFailed.get())) {
            findings.clear(FINDING);
        }
    }

    @Override
    public void failed(PullProgress pull, String reason) {
        String message = pull.model() + " could not be pulled to " + pull.node() + ": " + reason;
        LOG.warn(message);
        lastFailed.set(ModelRef.of(pull.model()));
        findings.raise(FINDING, message);
    }
}
