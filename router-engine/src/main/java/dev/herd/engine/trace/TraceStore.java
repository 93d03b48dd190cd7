package dev.herd.engine.trace;

import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.TraceQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where ended traces are kept. `append` and `deleteBefore` are called by one thread, the readers by any.
public interface TraceStore extends AutoCloseable {
    /// The store itself is broken: only opening it anew can help.
    final class DamagedException extends IOException {
        public DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Stores a batch in one transaction.
    ///
    /// @throws DamagedException when trying again is in vain
    void append(List<RequestTrace> traces) throws IOException;

    /// One stored trace.
    ///
    /// @param sequence grows with each stored request; the cursor of a page
    /// @param summaryJson its line of the history, in the shape of `GET /fleet/requests`
    record Row(long sequence, String summaryJson) {}

    /// One page of the history, newest first.
    List<Row> page(TraceQuery query) throws IOException;

    /// A part of the history for a window, newest first, with how many rows there are.
    HistoryPage history(HistoryQuery query) throws IOException;

    /// When the oldest kept request arrived; empty when none is kept.
    Optional<Instant> oldest() throws IOException;

    /// A stored trace as JSON in the shape of `GET /fleet/requests/{id}`.
    Optional<String> find(String id) throws IOException;

    /// Forgets what is older.
    ///
    /// @return how many traces were forgotten
    int deleteBefore(Instant moment) throws IOException;

    /// How machines were over time, kept beside the traces. Closed with this.
    TrendStore trends();

    @Override
    void close() throws IOException;
}
