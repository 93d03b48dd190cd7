package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches all servers. Thread-safe.
public final class UpstreamWatch {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamWatch.class);
    private static final Duration REFRESH = Duration.ofSeconds(1);

    /// Is told what each reading found, on the server's own thread.
    public interface Listener {
        void answered(UpstreamId upstream, Reading reading);

        void failed(UpstreamId upstream, UpstreamState state, String reason);
    }

    private final Connections connections;
    private final Executor workers;
    private final Pace pace;
    private final BooleanSupplier attended;
    private final Listener listener;
    private final ModelFacts facts = new ModelFacts();
    private final Map<UpstreamId, UpstreamMonitor> monitors = new ConcurrentHashMap<>();

    /// @param workers starts a virtual thread for each task, and interrupts them all in the end
    /// @param attended whether anybody cares just now
    public UpstreamWatch(
            Connections connections, Executor workers, Pace pace, BooleanSupplier attended, Listener listener) {
        this.connections = connections;
        this.workers = workers;
        this.pace = pace;
        this.attended = attended;
        this.listener = listener;
    }

    /// Starts to watch a server; one that is watched already stays as it is.
    ///
    /// @param kind what it speaks, null to find out
    public void add(UpstreamId upstream, @Nullable UpstreamKind kind) {
        var monitor = new UpstreamMonitor(upstream, reader(upstream, kind), pace, attended, listener);
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
        return reader(address, null).read();
    }

    private InventoryReader reader(UpstreamId upstream, @Nullable UpstreamKind kind) {
        return new InventoryReader(new InventoryClient(connections, upstream, pace.silence()), kind, facts);
    }

    public boolean watches(UpstreamId upstream) {
        return monitors.containsKey(upstream);
    }

    /// Somebody cares again: readings that are old are made anew.
    public void wake() {
        monitors.values().forEach(UpstreamMonitor::wake);
    }

    /// Reads one server's inventory soon.
    public void refresh(UpstreamId upstream) {
        UpstreamMonitor monitor = monitors.get(upstream);
        if (monitor != null) {
            var _ = monitor.refresh();
        }
    }

    /// Reads one server's inventory and returns when it is there, after that time at the latest.
    public void refresh(UpstreamId upstream, Duration patience) throws InterruptedException {
        UpstreamMonitor monitor = monitors.get(upstream);
        if (monitor != null) {
            var _ = await(monitor.refresh(), patience);
        }
    }

    /// Reads all inventories anew and returns when they are there, after a second at the latest.
    ///
    /// @return whether all servers have answered or failed meanwhile
    public boolean refreshAll() throws InterruptedException {
        return refreshAll(REFRESH);
    }

    /// The same, and returns after that time at the latest.
    public boolean refreshAll(Duration patience) throws InterruptedException {
        return await(
                CompletableFuture.allOf(
                        monitors.values().stream().map(UpstreamMonitor::refresh).toArray(CompletableFuture[]::new)),
                patience);
    }

    private static boolean await(Future<?> readings, Duration patience) throws InterruptedException {
        try {
            readings.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException slow) {
            LOG.debug("not all servers gave their inventory within {}", patience);
            return false;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a reading ended with an error", broken.getCause());
        }
    }

    /// How many readings of a server in a row have stayed without any answer.
    public int unansweredInARow(UpstreamId upstream) {
        UpstreamMonitor monitor = monitors.get(upstream);
        return monitor == null ? 0 : monitor.unansweredInARow();
    }

    /// Whether a model server answers at that address, one that is not Herd. Asks by GET alone, since nobody has said
    /// that Herd may talk to what is there.
    public boolean isModelServer(UpstreamId address) throws InterruptedException {
        try {
            var _ = reader(address, null).identify();
            return true;
        } catch (ReadingFailed failed) {
            return failed.mayBeModelServer() && failed.state() == UpstreamState.STARTING;
        }
    }
}
