package dev.herd.engine;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineListener;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.gateway.Records;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.fleet.TraceReader;
import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.TraceStore;
import dev.herd.engine.upstream.ReadingFailed;
import dev.herd.engine.upstream.UpstreamWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// The engine of this process as windows and trays know it.
final class LocalEngine implements HerdEngine {
    /// How often a thread that delivers events looks whether anybody listens still.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SnapshotMaker snapshots;
    private final Commands commands;
    private final UpstreamWatch watch;
    private final EngineFleet fleet;
    private final Records records;
    private final Executor workers;

    LocalEngine(SnapshotMaker snapshots, Commands commands, EngineFleet fleet, Records records, Executor workers) {
        this.snapshots = snapshots;
        this.commands = commands;
        this.watch = fleet.watch();
        this.fleet = fleet;
        this.records = records;
        this.workers = workers;
    }

    @Override
    public EngineSnapshot snapshot() {
        return snapshots.now();
    }

    @Override
    public void seen() {
        fleet.seen();
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        var open = new AtomicBoolean(true);
        // Subscribed on the caller's thread, so that nothing that happens from now on is missed.
        EventFeed.Subscription events = records.events().subscribe();
        workers.execute(() -> deliver(events, listener, open));
        return () -> open.set(false);
    }

    private static void deliver(EventFeed.Subscription events, EngineListener listener, AtomicBoolean open) {
        try (events) {
            while (open.get()) {
                Optional<EventFeed.Next> next = events.next(PATIENCE);
                if (next.isPresent() && open.get()) {
                    switch (next.get()) {
                        case EventFeed.Next.Happened(long _, var event) -> listener.happened(event);
                        case EventFeed.Next.Gap(long _, long lost) -> listener.gap(lost);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CommandResult execute(EngineCommand command) throws InterruptedException {
        return commands.execute(command);
    }

    @Override
    public ServerProbe probe(String address) throws InterruptedException {
        UpstreamId id;
        try {
            id = UpstreamId.parse(address);
        } catch (IllegalArgumentException unreadable) {
            return new ServerProbe.NotFound("not an http or https address, such as http://studio.local:11434");
        }
        if (watch.watches(id)) {
            return new ServerProbe.NotFound("that server is in the fleet already");
        }
        try {
            Inventory inventory = watch.probe(id).inventory();
            return new ServerProbe.Found(
                    id,
                    inventory.kind(),
                    inventory.version(),
                    inventory.models().size());
        } catch (ReadingFailed failed) {
            return new ServerProbe.NotFound(failed.reason());
        }
    }

    @Override
    public HistoryPage history(HistoryQuery query) throws IOException {
        return store().history(query);
    }

    @Override
    public Optional<RequestTrace> request(String id) throws IOException {
        Optional<RequestTrace> known =
                records.live().find(id).or(() -> records.ended().unwritten(id));
        if (known.isPresent()) {
            return known;
        }
        Optional<String> stored = store().find(id);
        try {
            return stored.isEmpty() ? Optional.empty() : Optional.of(TraceReader.whole(stored.get()));
        } catch (BadRequestException unreadable) {
            throw new IOException("request " + id + " cannot be read: " + unreadable.reason(), unreadable);
        }
    }

    @Override
    public Trends trends(TrendQuery query) throws IOException {
        return records.ended().trends().query(query);
    }

    private TraceStore store() throws IOException {
        return records.ended().store().orElseThrow(() -> new IOException("the history is not available"));
    }
}
