package dev.herd.engine.api;

import java.util.List;

/// Rows of the history.
///
/// @param total how many rows the query's filters let pass, the ones left out by its offset and limit included
public record HistoryPage(int total, List<RequestSummary> rows) {
    public HistoryPage {
        rows = List.copyOf(rows);
    }
}
