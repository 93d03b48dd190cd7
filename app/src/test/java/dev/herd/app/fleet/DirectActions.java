package dev.herd.app.fleet;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks a fake engine at once, on the caller's thread; or, when held, as soon as it is let go.
final class DirectActions implements Actions {
    private final FakeEngine engine;
    private final List<Runnable> later = new ArrayList<>();
    private boolean held;

    DirectActions(FakeEngine engine) {
        this.engine = engine;
    }

    /// From now on answers wait for [#letGo].
    void hold() {
        held = true;
    }

    void letGo() {
        held = false;
        List<Runnable> answers = List.copyOf(later);
        later.clear();
        answers.forEach(Runnable::run);
    }

    private void answer(Runnable answer) {
        if (held) {
            later.add(answer);
        } else {
            answer.run();
        }
    }

    @Override
    public void execute(EngineCommand command, Consumer<CommandResult> done) {
        CommandResult result = engine.execute(command);
        answer(() -> done.accept(result));
    }

    @Override
    public void probe(String address, Consumer<ServerProbe> found) {
        ServerProbe probe = engine.probe(address);
        answer(() -> found.accept(probe));
    }

    @Override
    public void history(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed) {
        try {
            read.accept(engine.history(query));
        } catch (IOException broken) {
            failed.accept(String.valueOf(broken.getMessage()));
        }
    }

    @Override
    public void request(String id, Consumer<Optional<RequestTrace>> read, Consumer<String> failed) {
        read.accept(engine.request(id));
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
