package dev.herd.app.bridge;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a view asks of the engine. Calls return at once and are meant for the toolkit's thread, on which the answers
/// arrive too; the work is done elsewhere.
public interface Actions {
    /// Does what the person wants. What became of it is shown to the person by the frame; `done` hears it too.
    void execute(EngineCommand command, Consumer<CommandResult> done);

    /// Looks what answers at an address.
    void probe(String address, Consumer<ServerProbe> found);

    /// Reads a part of the history.
    ///
    /// @param failed hears in words why there is none
    void history(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed);

    /// Reads one request whole; empty when it is not kept any more.
    void request(String id, Consumer<Optional<RequestTrace>> read, Consumer<String> failed);

    /// Reads how machines were over time.
    ///
    /// @param failed hears in words why that is not known
    void trends(TrendQuery query, Consumer<Trends> read, Consumer<String> failed);

    /// Writes a file that the person chose; what was there is replaced once the new one is whole. What became of it is
    /// shown to the person by the frame.
    ///
    /// @param content makes what is written, away from the toolkit's thread
    void save(Path file, Supplier<byte[]> content);

    /// Does what the person wants, when nobody but the frame waits for it.
    default void execute(EngineCommand command) {
        execute(command, result -> {});
    }
}
