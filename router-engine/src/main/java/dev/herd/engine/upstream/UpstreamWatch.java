package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches all servers. Thread-safe.
public final class UpstreamWatch {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamWatch.class);
    private static final long REFRESH_MILLIS = 1000;

    /// Is told what each reading found, on the server's own thread.
    public interface Listener {
        void answered(UpstreamId upstream, Reading reading);

        void failed(UpstreamId upstream, UpstreamState state, String reason);
    }

    private final Connections connections;
    private final Executor workers;
    private final Listener listener;
    private final ModelFacts facts = new ModelFacts();
    private final Map<UpstreamId, UpstreamMonitor> monitors = new ConcurrentHashMap<>();

    /// @param workers starts a virtual thread for each task, and interrupts them all in the end
    public UpstreamWatch(Connections connections, Executor workers, Listener listener) {
        this.connections = connections;
        this.workers = workers;
        this.listener = listener;
    }

    /// Starts to watch a server; one that is watched already stays as it is.
    ///
    /// @param kind what it speaks, null to find out
    public void add(UpstreamId upstream, @Nullable UpstreamKind kind) {
        var reader = new InventoryReader(connections, upstream, kind, facts);
        var monitor = new UpstreamMonitor(upstream, reader, listener);
        if (monitors.putIfAbsent(upstream, monitor) == null) {
            workers.execute(monitor);
        }
    }

    /// Watches a server no longer.
    public void remove(UpstreamId upstream) {
        UpstreamMonitor monitor = monitors.remove(upstream);
        if (monitor != null) {
            monitor.stop();
        }
    }

    /// Looks what answers at an address.
    ///
    /// @throws ReadingFailed when it is no model server, or none that answers now
    public Reading probe(UpstreamId address) throws ReadingFailed, InterruptedException {
        return new InventoryReader(connections, address, null, facts).read();
    }

    public boolean watches(UpstreamId upstream) {
        return monitors.containsKey(upstream);
    }

    /// Reads one server's inventory soon.
    public void refresh(UpstreamId upstream) {
        UpstreamMonitor monitor = monitors.get(upstream);
        if (monitor != null) {
            var _ = monitor.refresh();
        }
    }

    /// Reads all inventories anew and returns when they are there, after a second at the latest.
    public void refreshAll() throws InterruptedException {
        var readings = CompletableFuture.allOf(
                monitors.values().stream().map(UpstreamMonitor::refresh).toArray(CompletableFuture[]::new));
        try {
            readings.get(REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            LOG.debug("not all servers gave their inventory within a second");
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a reading ended with an error", broken.getCause());
        }
    }

    /// How many readings of a server have failed in a row.
    public int failuresInARow(UpstreamId upstream) {
        UpstreamMonitor monitor = monitors.get(upstream);
        return monitor == null ? 0 : monitor.failuresInARow();
    }

    /// Whether a model server answers at that address, one that is not Herd.
    public boolean isModelServer(UpstreamId address) throws InterruptedException {
        try {
            probe(address);
            return true;
        } catch (ReadingFailed failed) {
            return failed.mayBeModelServer() && failed.state() == UpstreamState.STARTING;
        }
    }
}
