package dev.herd.app.queues;

import dev.herd.app.bridge.Actions;
import dev.herd.app.testing.FakeEngine;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Actions of a fake engine. Made by hand, their answers come when they are let; else as they come.
final class QueueActions implements Actions {
    private volatile FakeEngine engine;
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final List<HistoryQuery> asked = new CopyOnWriteArrayList<>();
    private final Executor work;
    private final Executor toolkit;

    /// @param work runs what the engine is asked
    /// @param toolkit runs what hears the answers
    QueueActions(FakeEngine engine, Executor work, Executor toolkit) {
        this.engine = engine;
        this.work = work;
        this.toolkit = toolkit;
    }

    /// Answers wait for [#answer].
    QueueActions(FakeEngine engine) {
        this.engine = engine;
        work = Runnable::run;
        toolkit = answers::add;
    }

    /// From now on another engine is asked.
    void ask(FakeEngine other) {
        engine = other;
    }

    /// Lets all answers come that are ready, and those that they lead to.
    void answer() {
        while (!answers.isEmpty()) {
            answers.remove().run();
        }
    }

    /// What of the history was asked for, in order.
    List<HistoryQuery> asked() {
        return asked;
    }

    @Override
    public void execute(EngineCommand command, Consumer<CommandResult> done) {
        work.execute(() -> {
            CommandResult result = engine.execute(command);
            toolkit.execute(() -> done.accept(result));
        });
    }

    @Override
    public void probe(String address, Consumer<ServerProbe> found) {
        toolkit.execute(() -> found.accept(engine.probe(address)));
    }

    @Override
    public void history(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed) {
        asked.add(query);
        work.execute(() -> {
            try {
                HistoryPage page = engine.history(query);
                toolkit.execute(() -> read.accept(page));
            } catch (IOException broken) {
                toolkit.execute(() -> failed.accept(String.valueOf(broken.getMessage())));
            }
        });
    }

    @Override
    public void request(String id, Consumer<Optional<RequestTrace>> read, Consumer<String> failed) {
        work.execute(() -> {
            Optional<RequestTrace> found = engine.request(id);
            toolkit.execute(() -> read.accept(found));
        });
    }

    @Override
    public void trends(TrendQuery query, Consumer<Trends> read, Consumer<String> failed) {
        throw new UnsupportedOperationException("this page shows no trends");
    }

    @Override
    public void save(Path file, Supplier<byte[]> content) {
        throw new UnsupportedOperationException("this page saves nothing");
    }
}
