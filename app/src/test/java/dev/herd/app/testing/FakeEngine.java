package dev.herd.app.testing;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.EngineListener;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An engine that shows what it is given and remembers what it is told. Thread-safe.
public final class FakeEngine implements HerdEngine {
    private final List<EngineCommand> commands = new CopyOnWriteArrayList<>();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, RequestTrace> requests = new ConcurrentHashMap<>();
    private final AtomicInteger snapshotsTaken = new AtomicInteger();
    private final AtomicInteger timesSeen = new AtomicInteger();
    private volatile EngineSnapshot snapshot;
    private volatile boolean broken;
    private volatile List<RequestSummary> history = List.of();
    private volatile @Nullable String historyBroken;
    private final List<TrendQuery> trendsAsked = new CopyOnWriteArrayList<>();
    private volatile Function<TrendQuery, Trends> trends =
            query -> new Trends(query.from(), Duration.ofSeconds(10), 0, null, List.of(), List.of());
    private volatile CommandResult answer = new CommandResult.Done("done");
    private volatile ServerProbe probe = new ServerProbe.NotFound("nothing answers there");

    public FakeEngine(EngineSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    public FakeEngine shows(EngineSnapshot next) {
        snapshot = next;
        broken = false;
        return this;
    }

    /// From now on snapshots fail, until it shows one.
    public FakeEngine breaks() {
        broken = true;
        return this;
    }

    /// @param rows newest first
    public FakeEngine remembers(List<RequestSummary> rows) {
        history = List.copyOf(rows);
        return this;
    }

    public FakeEngine knows(RequestTrace request) {
        requests.put(request.id(), request);
        return this;
    }

    public FakeEngine historyBreaks(String reason) {
        historyBroken = reason;
        return this;
    }

    /// It can be read again.
    public FakeEngine historyMends() {
        historyBroken = null;
        return this;
    }

    public FakeEngine answers(CommandResult next) {
        answer = next;
        return this;
    }

    public FakeEngine finds(ServerProbe next) {
        probe = next;
        return this;
    }

    /// What it was told, in order.
    public List<EngineCommand> commands() {
        return List.copyOf(commands);
    }

    /// How often it was asked for its state.
    public int snapshotsTaken() {
        return snapshotsTaken.get();
    }

    /// How often it heard that somebody looks.
    public int timesSeen() {
        return timesSeen.get();
    }

    /// How many listen now.
    public int listeners() {
        return listeners.size();
    }

    public void happens(EngineEvent event) {
        listeners.forEach(listener -> listener.happened(event));
    }

    public void loses(long events) {
        listeners.forEach(listener -> listener.gap(events));
    }

    @Override
    public void seen() {
        timesSeen.incrementAndGet();
    }

    @Override
    public EngineSnapshot snapshot() {
        snapshotsTaken.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("no snapshot today");
        }
        return snapshot;
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public CommandResult execute(EngineCommand command) {
        commands.add(command);
        return answer;
    }

    @Override
    public ServerProbe probe(String address) {
        return probe;
    }

    @Override
    public HistoryPage history(HistoryQuery query) throws IOException {
        String broken = historyBroken;
        if (broken != null) {
            throw new IOException(broken);
        }
        List<RequestSummary> rows =
                history.stream().filter(row -> passes(row, query)).toList();
        return new HistoryPage(
                rows.size(),
                rows.stream().skip(query.offset()).limit(query.limit()).toList());
    }

    private static boolean passes(RequestSummary row, HistoryQuery query) {
        String text = query.text();
        String all = (row.askedModel() + " " + row.servedModel() + " " + row.tenant() + " " + row.tags() + " "
                        + row.reason())
                .toLowerCase(Locale.ROOT);
        return (query.since() == null || !row.receivedAt().isBefore(query.since()))
                && (query.node() == null || query.node().equals(row.node()))
                && (query.outcome() == null || query.outcome() == row.outcome())
                && (text == null || all.contains(text.toLowerCase(Locale.ROOT)));
    }

    /// @param known answers what is asked of the past
    public FakeEngine recalls(Function<TrendQuery, Trends> known) {
        trends = known;
        return this;
    }

    /// What of the trends was asked for, in order.
    public List<TrendQuery> trendsAsked() {
        return List.copyOf(trendsAsked);
    }

    @Override
    public Trends trends(TrendQuery query) throws IOException {
        trendsAsked.add(query);
        String broken = historyBroken;
        if (broken != null) {
            throw new IOException(broken);
        }
        return trends.apply(query);
    }

    @Override
    public Optional<RequestTrace> request(String id) {
        return Optional.ofNullable(requests.get(id));
    }
}
