package dev.herd.app.queues;

import dev.herd.app.bridge.Actions;
import dev.herd.app.testing.FakeEngine;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Actions whose answers come when they are let: the questions wait in line until then.
final class QueueActions implements Actions {
    private final FakeEngine engine;
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final List<HistoryQuery> asked = new ArrayList<>();
    private final Consumer<Runnable> when;

    /// @param when what is done with an answer that is ready
    QueueActions(FakeEngine engine, Consumer<Runnable> when) {
        this.engine = engine;
        this.when = when;
    }

    /// Answers wait for [#answer].
    QueueActions(FakeEngine engine) {
        this.engine = engine;
        this.when = answers::add;
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
        CommandResult result = engine.execute(command);
        when.accept(() -> done.accept(result));
    }

    @Override
    public void probe(String address, Consumer<ServerProbe> found) {
        when.accept(() -> found.accept(engine.probe(address)));
    }

    @Override
    public void history(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed) {
        asked.add(query);
        when.accept(() -> {
            try {
                read.accept(engine.history(query));
            } catch (IOException broken) {
                failed.accept(String.valueOf(broken.getMessage()));
            }
        });
    }

    @Override
    public void request(String id, Consumer<Optional<RequestTrace>> read, Consumer<String> failed) {
        when.accept(() -> read.accept(engine.request(id)));
    }
}
