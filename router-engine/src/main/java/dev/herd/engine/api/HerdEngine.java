package dev.herd.engine.api;

import java.io.IOException;
import java.util.Optional;

/// The engine as windows, trays and shells know it, wherever it runs. Thread-safe.
///
/// Two lanes that are not to be mixed: state, of which only the newest counts ([#snapshot]), and what happens, of which
/// nothing is left out unsaid ([#subscribe]).
public interface HerdEngine {
    /// The state now. Never blocks for long; to be asked a few times a second at most.
    EngineSnapshot snapshot();

    /// Somebody looks at the state now, and most likely for seconds more: it is kept as fresh as can be.
    void seen();

    /// Lets `listener` hear what happens from now on.
    Subscription subscribe(EngineListener listener);

    /// Does what a person wants. May take seconds, as loading a model does: not for a window's own thread.
    CommandResult execute(EngineCommand command) throws InterruptedException;

    /// Looks what answers at an address. May take seconds.
    ///
    /// @param address as the person typed it
    ServerProbe probe(String address) throws InterruptedException;

    /// A part of the history, newest first. Reads from disk.
    ///
    /// @throws IOException when there is no history, or it cannot be read
    HistoryPage history(HistoryQuery query) throws IOException;

    /// One request whole: running, or ended and kept.
    ///
    /// @throws IOException when the history cannot be read
    Optional<RequestTrace> request(String id) throws IOException;

    /// How machines were over time. Reads from disk.
    ///
    /// @throws IOException when there is no history, or it cannot be read
    Trends trends(TrendQuery query) throws IOException;

    /// Ends a subscription.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
